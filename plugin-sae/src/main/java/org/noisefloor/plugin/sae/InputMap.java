package org.noisefloor.plugin.sae;

import java.nio.FloatBuffer;

/**
 * The affine maps around an SAE: what is done to an activation before it is encoded, and to a reconstruction after it is
 * decoded. In float64, rounded once on each way.
 *
 * <p>In: x = (a − m − μ)/s − b, out: ã = r·t + m + μ, where
 *
 * <ul>
 *   <li>m is the mean over d if activations are centred, else 0;
 *   <li>{@code layer_norm}: μ the mean over d, s = σ + 1e-5, t = σ, σ the standard deviation with d − 1 (torch.std);
 *   <li>{@code constant_norm_rescale}: μ = 0, s = t = ‖a − m‖/√d. A vector of zeros stays one on the way in and comes out as
 *       zeros, where SAELens gives NaN;
 *   <li>no normalisation: μ = 0, s = t = 1;
 *   <li>b is b_dec with {@code apply_b_dec_to_input}, else 0.
 * </ul>
 *
 * <p>An activation that is not finite comes out as NaN, so that the host sees it.
 */
final class InputMap {
    private static final double LAYER_NORM_EPSILON = 1e-5;

    private final boolean centre;
    private final SaeConfig.Normalization normalization;
    private final float[] inputBias;
    private final double[] scaleOut;
    private final double[] shiftOut;
    private final double[] x;
    private final float[] row;

    /**
     * @param inputBias subtracted from the input, [d_in]
     * @param rows how many rows are prepared before they are restored
     */
    InputMap(boolean centre, SaeConfig.Normalization normalization, float[] inputBias, int rows) {
        this.centre = centre;
        this.normalization = normalization;
        this.inputBias = inputBias;
        this.scaleOut = new double[rows];
        this.shiftOut = new double[rows];
        this.x = new double[inputBias.length];
        this.row = new float[inputBias.length];
    }

    /** Prepares one row of the original for the encoder's row {@code slot}. */
    void prepare(FloatBuffer original, int index, FloatBuffer inputs, int slot) {
        original.get(index * row.length, row);
        boolean finite = true;
        for (int i = 0; i < row.length; i++) {
            finite &= Float.isFinite(row[i]);
            x[i] = row[i];
        }
        double shift = centre ? subtractMean() : 0;
        double scaleIn = 1;
        double scale = 1;
        switch (normalization) {
            case NONE -> {}
            case LAYER_NORM -> {
                shift += subtractMean();
                scale = Math.sqrt(squares() / (x.length - 1));
                scaleIn = 1 / (scale + LAYER_NORM_EPSILON);
            }
            case CONSTANT_NORM_RESCALE -> {
                scale = Math.sqrt(squares() / x.length);
                scaleIn = scale == 0 ? 1 : 1 / scale;
            }
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (x[i] * scaleIn - inputBias[i]);
        }
        inputs.put(slot * row.length, row);
        scaleOut[slot] = finite ? scale : Double.NaN;
        shiftOut[slot] = shift;
    }

    /** Puts zeros where no row is to be encoded. */
    void blank(FloatBuffer inputs, int slot) {
        inputs.put(slot * row.length, new float[row.length]);
    }

    /** Writes the replacement of a row from its reconstruction. */
    void restore(double[] reconstruction, int slot, FloatBuffer replaced, int index) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (reconstruction[i] * scaleOut[slot] + shiftOut[slot]);
        }
        replaced.put(index * row.length, row);
    }

    private double subtractMean() {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        double mean = sum / x.length;
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
        }
        return mean;
    }

    private double squares() {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        return squares;
    }
}
