package org.noisefloor.plugin.sae;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a reconstruction is nearer to the activation than the decoder's bias alone would be: Σ‖ã − a‖² against Σ‖b_out − a‖² over the
 * rows of the first batch. If it is not, something is wrong with the file or with the place, such as an array that was written in another order.
 */
final class AgainstBias {
    /** By row, so that their sum does not depend on which thread is first. */
    private final double[] errors;

    private final double[] errorsOfBias;

    AgainstBias(int rows) {
        this.errors = new double[rows];
        this.errorsOfBias = new double[rows];
    }

    /**
     * @param a what stood there, [d_out]
     * @param replacement what is put there
     */
    void add(int row, float[] a, double[] replacement, float[] bias) {
        double error = 0;
        double ofBias = 0;
        for (int i = 0; i < a.length; i++) {
            error += (replacement[i] - a[i]) * (replacement[i] - a[i]);
            ofBias += ((double) bias[i] - a[i]) * ((double) bias[i] - a[i]);
        }
        errors[row] += error;
        errorsOfBias[row] += ofBias;
    }

    Optional<String> note() {
        double error = Arrays.stream(errors).sum();
        double ofBias = Arrays.stream(errorsOfBias).sum();
        if (!(error > ofBias)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "the reconstruction is %.3g times as far from the activation as the decoder's bias alone (squared, first"
                        + " batch), so the SAE does not fit this place, or its file is damaged (arrays written in another"
                        + " order, matrices transposed)",
                error / ofBias));
    }
}
