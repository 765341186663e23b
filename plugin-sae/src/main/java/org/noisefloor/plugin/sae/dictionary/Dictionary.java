package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The function of an SAE or a transcoder.
 *
 * <p>x = normalised(a) − b_in, h = x W_enc + b_enc, f = selected(h), ã = restored(f W_dec + b_out) + a W_skip. All in float32 as
 * the files hold it; matrices are direct, in native byte order, row-major.
 *
 * @param inputBias b_in, [d_in], subtracted before encoding
 * @param encoderBias b_enc, [d_sae]
 * @param encoder W_enc, [d_in, d_sae]; null for {@link Selection.MatchingPursuit}, which encodes with its decoder
 * @param decoder W_dec, [d_sae, d_out]
 * @param outputBias b_out, [d_out]
 * @param skip W_skip, [d_in, d_out]; null for none
 * @param norms what the norms of the decoder's rows decide
 */
public record Dictionary(
        Normalization normalization,
        float[] inputBias,
        float[] encoderBias,
        @Nullable FloatBuffer encoder,
        FloatBuffer decoder,
        float[] outputBias,
        @Nullable FloatBuffer skip,
        Selection selection,
        Norms norms) {

    /** What ‖W_dec row‖ decides. */
    public enum Norms {
        /** Nothing. */
        UNUSED,
        /** Features are selected by h · ‖W_dec row‖, and the activation is h. */
        SELECT,
        /** Features are selected by h · ‖W_dec row‖, which is the activation; it is divided by the norm before decoding. */
        SCALE
    }

    public Dictionary {
        require("decoder", decoder, encoderBias.length, outputBias.length);
        if (encoder != null) {
            require("encoder", encoder, inputBias.length, encoderBias.length);
        }
        if (skip != null) {
            require("skip", skip, inputBias.length, outputBias.length);
        }
    }

    private static void require(String what, FloatBuffer matrix, int rows, int columns) {
        if (matrix.capacity() != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(
                    what + " has " + matrix.capacity() + " numbers, not " + rows + " × " + columns);
        }
    }

    public int dIn() {
        return inputBias.length;
    }

    public int dSae() {
        return encoderBias.length;
    }

    public int dOut() {
        return outputBias.length;
    }

    /** ‖W_dec row‖ of each feature, [d_sae]. */
    public double[] decoderNorms() {
        double[] norms = new double[dSae()];
        float[] row = new float[dOut()];
        for (int j = 0; j < norms.length; j++) {
            decoder.get(j * row.length, row);
            norms[j] = Math.sqrt(squares(row));
        }
        return norms;
    }

    /** In four sums, since one would wait for each addition before the next. */
    private static double squares(float[] row) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 4 <= row.length; i += 4) {
            a += (double) row[i] * row[i];
            b += (double) row[i + 1] * row[i + 1];
            c += (double) row[i + 2] * row[i + 2];
            d += (double) row[i + 3] * row[i + 3];
        }
        for (; i < row.length; i++) {
            a += (double) row[i] * row[i];
        }
        return a + b + (c + d);
    }
}
