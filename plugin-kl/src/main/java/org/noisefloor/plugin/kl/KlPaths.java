package org.noisefloor.plugin.kl;

/** KL(p‖q) by the fastest path that gives it right. */
final class KlPaths {
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && VectorKl.isSupported();

    /** Below this, the exact path costs next to nothing. */
    private static final int SMALLEST_FOR_VECTORS = 256;

    private KlPaths() {}

    /**
     * @param p logits of the distribution that weighs
     * @param q logits of the other one
     * @param vocabulary entries in use
     * @param favourite argmax of p's logits
     */
    static double kl(float[] p, float[] q, int vocabulary, int favourite) {
        if (VECTORS && vocabulary >= SMALLEST_FOR_VECTORS) {
            double fast = VectorKl.of(p, q, vocabulary, favourite);
            if (!Double.isNaN(fast)) {
                return fast;
            }
        }
        return ExactKl.of(p, q, vocabulary, favourite);
    }
}
