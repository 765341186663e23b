package org.noisefloor.plugin.sae.layout;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;

/**
 * What a user knows beyond the files.
 *
 * @param k how many features are kept, where only a folder's name tells it
 * @param scale what activations are multiplied with before they are encoded, where a constant of the training is not in the file
 * @param toLook whether it is looked at, and not spliced
 * @param site where it will read, which tells which of several SAEs in one place is meant
 */
public record Hints(OptionalInt k, Optional<Double> scale, Optional<String> site, Reading reading, boolean toLook) {
    public static final Hints NONE =
            new Hints(OptionalInt.empty(), Optional.empty(), Optional.empty(), Reading.SAELENS, false);
    /** Of somebody who wants to know what it is, and does not splice it: what a user must say is 1 then. */
    public static final Hints TO_LOOK =
            new Hints(OptionalInt.empty(), Optional.empty(), Optional.empty(), Reading.SAELENS, true);

    /** Whose code is followed where the authors of a layout and SAELens compute different things from the same file. */
    public enum Reading {
        SAELENS,
        AUTHORS
    }

    boolean asAuthors() {
        return reading == Reading.AUTHORS;
    }

    /** @param missing what is wrong if nobody says it */
    double scale(Supplier<UserError> missing) {
        if (scale.isEmpty() && !toLook) {
            throw missing.get();
        }
        return scale.orElse(1.0);
    }

    /** @param missing what is wrong if nobody says it */
    int k(Optional<Integer> stored, Supplier<UserError> missing) {
        if (stored.isPresent()) {
            return stored.get(); // another one that the user says is refused when all is read
        }
        if (k.isEmpty() && !toLook) {
            throw missing.get();
        }
        return k.orElse(1);
    }
}
