package org.noisefloor.backend.djl;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisefloor.api.UserError;

/**
 * Rotary position embeddings: at position t, a pair of dimensions of a head is turned by the angle t·f_i.
 *
 * <p>f_i = θ^(−2i/r), i = 0 … r/2 − 1, for the first r of the head's dimensions (Su et al. 2021), scaled for sequences longer than those of
 * training ({@link Scaling}).
 *
 * @param rotated r
 */
record Rotary(double theta, int rotated, Scaling scaling) {

    /**
     * Reads what the config says of a rotation ({@link RotaryKeys}).
     *
     * @param local whether that of layers with a window is meant, which may be another
     */
    static Rotary read(ConfigKeys keys, int headDim, boolean local) {
        RotaryKeys read = RotaryKeys.of(keys, local);
        boolean own = local && keys.family().local() == Family.Local.OWN_THETA;
        Optional<Double> outside = keys.optionalPositive(own ? "rope_local_base_freq" : "rope_theta");
        double theta = read.optional("rope_theta").or(() -> outside).orElse(10_000.0);
        Optional<Double> shareOutside = keys.optionalPositive("partial_rotary_factor");
        double share =
                read.optional("partial_rotary_factor").or(() -> shareOutside).orElse(1.0);
        int rotated = keys.optionalCount("rotary_dim").orElse((int) (headDim * share));
        if (share > 1 || rotated < 2 || rotated > headDim || rotated % 2 != 0) {
            throw new UserError(keys.where() + ": " + share + " of " + headDim
                    + " dimensions of a head are to be rotated, and an even number from 2 to " + headDim
                    + " is expected");
        }
        Scaling scaling = Scaling.read(read, keys, rotated);
        read.checkAllRead();
        return new Rotary(theta, rotated, scaling);
    }

    /** f_i for a sequence of a length, r/2 numbers; each step to them is rounded to float32, as transformers does it. */
    List<Float> frequencies(int length) {
        return IntStream.range(0, rotated / 2)
                .mapToObj(i -> scaling.frequency(theta, rotated, i, length))
                .toList();
    }
}
