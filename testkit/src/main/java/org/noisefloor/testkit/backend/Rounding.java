package org.noisefloor.testkit.backend;

/**
 * How far float32 arithmetic may move what a model computes: for comparisons with numbers of another engine or processor, or of sums in
 * another order.
 *
 * <p>Both programs pass 2 + 2 · layers stages (the embedding, attention and MLP of each layer, and what comes after), each a sum of
 * up to {@code terms} terms. Every term rounds by at most 2⁻²⁴ of the largest number at that place, in either direction, so n of them
 * come to √n · 2⁻²⁴ at most as a standard deviation; six of these, since thousands of numbers are compared. Follows from the size of the
 * model alone, not from what a machine gave.
 */
public final class Rounding {
    /** Of the models in {@code examples/tiny-models}: two layers, whose MLPs have 64 entries. */
    static final double TINY = relative(2, 64);

    private Rounding() {}

    /** Relative to the largest number at a site, or among the logits. */
    public static double relative(int layers, int terms) {
        double roundings = 2.0 * (2 + 2 * layers) * terms;
        return 6 * Math.sqrt(roundings) * 0x1p-24;
    }

    /**
     * Of a tiny model, of numbers of which the largest is given. A branch may be small beside the stream that it is computed from, whose
     * entries reach 1 in all of these models.
     */
    public static double ofTinyModel(double largest) {
        return TINY * Math.max(1, largest);
    }
}
