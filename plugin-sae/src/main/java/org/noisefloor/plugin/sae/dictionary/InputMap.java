package org.noisefloor.plugin.sae.dictionary;

/**
 * The affine maps around a dictionary: what is done to an activation before it is encoded, and to a reconstruction after it is
 * decoded. In float64, rounded once on each way.
 *
 * <p>In: x = (a − m − μ)·s − b_in, out: ã = r·t + m + μ, where
 *
 * <ul>
 *   <li>m is the mean over d if activations are centred, else 0;
 *   <li>{@code layer_norm}: μ the mean over d, 1/s = σ + 1e-5, t = σ, σ the standard deviation with d − 1 (torch.std);
 *   <li>{@code constant_norm_rescale}: μ = 0, 1/s = t = ‖a − m‖/√d. A vector of zeros stays one on the way in and comes out as
 *       zeros, where SAELens gives NaN;
 *   <li>{@code scale}: μ = 0, s and t constants;
 *   <li>no normalisation, or one that is not undone: μ = 0 and t = 1 on the way out.
 * </ul>
 *
 * <p>An activation that is not finite comes out as NaN, so that the host sees it. Threads may use different slots at once.
 */
final class InputMap {
    private static final double LAYER_NORM_EPSILON = 1e-5;

    private final boolean centre;
    private final Normalization normalization;
    private final float[] inputBias;
    private final double[] scaleOut;
    private final double[] shiftOut;

    /**
     * @param inputBias subtracted from the input, [d_in]
     * @param rows how many rows are prepared before they are restored
     */
    InputMap(boolean centre, Normalization normalization, float[] inputBias, int rows) {
        this.centre = centre;
        this.normalization = normalization;
        this.inputBias = inputBias;
        this.scaleOut = new double[rows];
        this.shiftOut = new double[rows];
    }

    /**
     * Prepares a row for the encoder.
     *
     * @param row an activation, [d_in], overwritten with x
     * @param slot where what {@link #restore} needs is kept
     */
    void prepare(float[] row, int slot) {
        double[] x = new double[row.length];
        boolean finite = true;
        for (int i = 0; i < row.length; i++) {
            finite &= Float.isFinite(row[i]);
            x[i] = row[i];
        }
        double shift = centre ? subtractMean(x) : 0;
        double scaleIn = normalization.scaleIn();
        double scale = normalization.scaleOut();
        switch (normalization.kind()) {
            case NONE, SCALE -> {}
            case LAYER_NORM -> {
                shift += subtractMean(x);
                scale = Math.sqrt(squares(x) / (x.length - 1));
                scaleIn = 1 / (scale + LAYER_NORM_EPSILON);
            }
            case CONSTANT_NORM_RESCALE -> {
                scale = Math.sqrt(squares(x) / x.length);
                scaleIn = scale == 0 ? 1 : 1 / scale;
            }
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (x[i] * scaleIn - inputBias[i]);
        }
        scaleOut[slot] = !finite ? Double.NaN : normalization.undone() ? scale : 1;
        shiftOut[slot] = normalization.undone() ? shift : 0;
    }

    /** Turns a reconstruction, [d_out], into the replacement of the row that was prepared in a slot. */
    void restore(double[] reconstruction, int slot) {
        for (int i = 0; i < reconstruction.length; i++) {
            reconstruction[i] = reconstruction[i] * scaleOut[slot] + shiftOut[slot];
        }
    }

    private static double subtractMean(double[] x) {
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

    private static double squares(double[] x) {
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        return squares;
    }
}
