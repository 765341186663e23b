package org.noisefloor.plugin.sae.dictionary;

/** The active features of one row, in ascending order of index; overwritten row after row. */
public final class Features {
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
     * @param activation of the feature, not 0
     * @param coefficient what its decoder row is multiplied with
     */
    void add(int feature, double activation, double coefficient) {
        index[count] = feature;
        this.coefficient[count] = coefficient;
        count++;
        l1 += Math.abs(activation);
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

    double coefficient(int i) {
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
