package org.noisefloor.plugin.sae.layout;

/** Thresholds that were stored by their logarithm. */
final class Exp {
    private Exp() {}

    static float[] of(float[] logarithms) {
        float[] values = new float[logarithms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) StrictMath.exp(logarithms[i]);
        }
        return values;
    }
}
