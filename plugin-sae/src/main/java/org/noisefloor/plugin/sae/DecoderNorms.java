package org.noisefloor.plugin.sae;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.plugin.sae.dictionary.Dictionary;

/**
 * Norms of the rows of a decoder, and whether they look like those of a matrix that was written in another order.
 *
 * @param least of the rows that are not 0
 * @param dead rows that are 0
 * @param scrambled whether columns of the same numbers, taken in the other order, have one norm where the rows have many: so looks an
 *     array that is not contiguous and was saved by safetensors' writer for numpy (0.8), which keeps the shape
 */
record DecoderNorms(double least, double median, double most, int dead, boolean scrambled) {
    private static final double ONE_NORM = 1e-3;
    private static final double MANY_NORMS = 0.05;
    private static final int A_FEW = 16;

    static DecoderNorms of(Dictionary dictionary) {
        double[] norms = dictionary.decoderNorms();
        double[] alive = Arrays.stream(norms).filter(norm -> norm > 0).sorted().toArray();
        if (alive.length == 0) {
            return new DecoderNorms(0, 0, 0, norms.length, false);
        }
        boolean many = spread(alive) > MANY_NORMS;
        return new DecoderNorms(
                alive[0],
                alive[alive.length / 2],
                alive[alive.length - 1],
                norms.length - alive.length,
                many && haveOneNormInTheOtherOrder(dictionary));
    }

    private static double spread(double[] sorted) {
        return sorted.length < 2 ? 1 : sorted[sorted.length - 1] / sorted[0] - 1;
    }

    /** Norms of the first so many features if the values stood column after column. */
    private static double[] inTheOtherOrder(Dictionary dictionary, int features) {
        double[] squares = new double[features];
        float[] values = new float[features];
        for (int i = 0; i < dictionary.dOut(); i++) {
            dictionary.decoder().get(i * dictionary.dSae(), values);
            for (int j = 0; j < features; j++) {
                squares[j] += (double) values[j] * values[j];
            }
        }
        return Arrays.stream(squares)
                .map(Math::sqrt)
                .filter(norm -> norm > 0)
                .sorted()
                .toArray();
    }

    /** A few features settle it for nearly every decoder. */
    private static boolean haveOneNormInTheOtherOrder(Dictionary dictionary) {
        int features = dictionary.dSae();
        return spread(inTheOtherOrder(dictionary, Math.min(A_FEW, features))) < ONE_NORM
                && spread(inTheOtherOrder(dictionary, features)) < ONE_NORM;
    }

    Optional<String> note() {
        return scrambled
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the decoder's rows have norms from %.3g to %.3g, and all the same norm if its values are read"
                                + " column after column: the array was probably not contiguous when it was saved; save it again"
                                + " from a contiguous copy",
                        least,
                        most))
                : Optional.empty();
    }
}
