package org.noisefloor.api;

import java.util.List;
import java.util.OptionalDouble;

/** A way to replace activations: the splice of a sparse autoencoder, an ablation, noise. */
public non-sealed interface InterventionProvider<O extends Record> extends Provider<O> {

    /**
     * Creates the intervention for one site.
     *
     * @param options as the config gives them, or those of one of the {@link #variants}
     * @param site where it will act
     * @param rows rows of every batch it will see, sequences × length
     * @throws UserError if the files it needs do not fit the site
     */
    Intervention create(O options, Site site, int rows, Environment environment);

    /**
     * The interventions that one entry of a config stands for: one, or one for each value of a list option, such as the sizes
     * of a dose. Each is reported on its own.
     */
    default List<Variant<O>> variants(O options) {
        return List.of(new Variant<>("", OptionalDouble.empty(), options));
    }

    /**
     * One of several interventions of an entry.
     *
     * @param suffix what is added to the entry's name, for instance {@code 0.5}; empty if it is the only one
     * @param dose the size of noise that it adds, if the variants make a dose-response curve: relative to the norm of the
     *     activation, or of the error it is matched to if it is {@linkplain Intervention.Needs#matched() matched}
     * @param options the options with the one value in the place of the list
     */
    record Variant<O extends Record>(String suffix, OptionalDouble dose, O options) {}
}
