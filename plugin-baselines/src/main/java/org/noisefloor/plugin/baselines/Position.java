package org.noisefloor.plugin.baselines;

import org.noisefloor.api.intervention.Activations;

/**
 * One position in the mask, in float64, and what is put in its place. Reused from position to position.
 *
 * <p>{@link #direction} and {@link #scratch} hold whatever a rule needs in between.
 */
final class Position {
    private final float[] floats;
    private final double[] original;
    private final double[] matched;
    private final double[] error;
    private final double[] direction;
    private final double[] scratch;
    private final float[] replacement;
    private int row;
    private double originalNorm;
    private double errorNorm;
    private boolean left;

    Position(int width) {
        this.floats = new float[width];
        this.original = new double[width];
        this.matched = new double[width];
        this.error = new double[width];
        this.direction = new double[width];
        this.scratch = new double[width];
        this.replacement = new float[width];
    }

    /** @param withError whether there is an intervention to be matched to */
    void read(Activations batch, int index, boolean withError) {
        row = index;
        left = false;
        Rows.read(batch.original(), index, floats);
        widen(original);
        originalNorm = Vectors.norm(original);
        if (withError) {
            Rows.read(batch.matched(), index, floats);
            widen(matched);
            for (int i = 0; i < error.length; i++) {
                error[i] = matched[i] - original[i];
            }
            errorNorm = Vectors.norm(error);
        }
    }

    private void widen(double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = floats[i];
        }
    }

    int row() {
        return row;
    }

    int width() {
        return original.length;
    }

    /** a_t. */
    double[] original() {
        return original;
    }

    /** ‖a_t‖. */
    double originalNorm() {
        return originalNorm;
    }

    /** ã_t of the intervention that this one is matched to. */
    double[] matched() {
        return matched;
    }

    /** Its error e_t = ã_t − a_t; exact but for the rounding of float64. */
    double[] error() {
        return error;
    }

    /** ‖e_t‖. */
    double errorNorm() {
        return errorNorm;
    }

    /** The part of e_t orthogonal to a_t ≠ 0, in {@link #scratch}. */
    double[] orthogonalError() {
        System.arraycopy(error, 0, scratch, 0, error.length);
        Vectors.removeAlong(original, scratch);
        return scratch;
    }

    double[] direction() {
        return direction;
    }

    double[] scratch() {
        return scratch;
    }

    /** Puts a number into the replacement: rounded here, and nowhere else. */
    void put(int index, double value) {
        replacement[index] = (float) value;
    }

    /** The replacement is a_t + factor · displacement. */
    void step(double factor, double[] displacement) {
        for (int i = 0; i < original.length; i++) {
            put(i, original[i] + factor * displacement[i]);
        }
    }

    /** The position keeps a_t, whatever was put into the replacement. */
    void leave() {
        left = true;
    }

    /** Writes the replacement, if there is one. */
    boolean write(Activations batch) {
        if (!left) {
            Rows.write(batch, row, replacement);
        }
        return !left;
    }
}
