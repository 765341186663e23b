package org.noisefloor.plugin.sae.dictionary;

/** The active features of one row, in ascending order of index; overwritten row after row. */
public final class Features {
    private final int[] index;
    private final float[] coefficient;
    private int count;
    private double l1;
    private boolean nearTie;

    Features(int dSae) {
        this.index = new int[dSae + 1];
        this.coefficient = new float[dSae + 1];
    }

    void clear() {
        count = 0;
        l1 = 0;
        nearTie = false;
    }

    /**
     * @param activation of the feature, not 0
     * @param coefficient what its decoder row is multiplied with
     */
    void add(int feature, double activation, double coefficient) {
        index[count] = feature;
        this.coefficient[count] = (float) coefficient;
        count++;
        l1 += Math.abs(activation);
    }

    /**
     * Adds every h + b above its threshold, none of which is negative. Every feature is written down, and the next one over it unless it is
     * active: where half of them are, a processor guesses a branch wrongly as often as not. So the sign of the difference is counted;
     * a number that is not one may count too, and then the row is not finite.
     */
    void addAbove(float[] threshold, float[] h, float[] bias) {
        int n = count;
        for (int j = 0; j < h.length; j++) {
            float f = h[j] + bias[j];
            index[n] = j;
            coefficient[n] = f;
            n += Float.floatToRawIntBits(threshold[j] - f) >>> 31;
        }
        for (; count < n; count++) {
            l1 += coefficient[count];
        }
    }

    void markNearTie() {
        nearTie = true;
    }

    /** How many are active. */
    public int count() {
        return count;
    }

    public int index(int i) {
        return index[i];
    }

    float coefficient(int i) {
        return coefficient[i];
    }

    /** Sum of the activations without their signs. */
    public double l1() {
        return l1;
    }

    /** Whether another engine's rounding could have chosen other features. */
    public boolean nearTie() {
        return nearTie;
    }
}
