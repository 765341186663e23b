package org.noisefloor.plugin.sae;

/** The active features of one row, in ascending order of index; overwritten row after row. */
final class Features {
    private final int[] index;
    private final double[] coefficient;
    private int count;
    private double l1;
    private boolean nearTie;

    Features(int dSae) {
        this.index = new int[dSae];
        this.coefficient = new double[dSae];
    }

    void clear() {
        count = 0;
        l1 = 0;
        nearTie = false;
    }

    /**
     * @param activation of the feature, above 0
     * @param coefficient what its decoder row is multiplied with
     */
    void add(int feature, double activation, double coefficient) {
        index[count] = feature;
        this.coefficient[count] = coefficient;
        count++;
        l1 += activation;
    }

    void markNearTie() {
        nearTie = true;
    }

    /** How many are active. */
    int count() {
        return count;
    }

    int index(int i) {
        return index[i];
    }

    double coefficient(int i) {
        return coefficient[i];
    }

    /** Sum of the activations. */
    double l1() {
        return l1;
    }

    /** Whether another engine's rounding could have chosen other features. */
    boolean nearTie() {
        return nearTie;
    }
}
