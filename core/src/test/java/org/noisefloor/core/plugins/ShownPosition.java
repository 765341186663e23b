package org.noisefloor.core.plugins;

import org.noisefloor.api.metric.Comparison;

/** A position of a text of one token, for scorers and classifiers of these tests. */
final class ShownPosition implements Comparison {
    private final float[] original;
    private final float[] spliced;
    private final float[] activation;
    private final float[] replacement;

    ShownPosition(float[] original, float[] spliced, float[] activation, float[] replacement) {
        this.original = original;
        this.spliced = spliced;
        this.activation = activation;
        this.replacement = replacement;
    }

    @Override
    public float[] original() {
        return original;
    }

    @Override
    public float[] spliced() {
        return spliced;
    }

    @Override
    public float[] activation() {
        return activation;
    }

    @Override
    public float[] replacement() {
        return replacement;
    }

    @Override
    public int position() {
        return 0;
    }

    @Override
    public int sequence() {
        return 0;
    }

    @Override
    public int document() {
        return 0;
    }

    @Override
    public int length() {
        return 1;
    }

    @Override
    public int token(int at) {
        return 0;
    }

    @Override
    public int vocabulary() {
        return original.length;
    }

    @Override
    public double logPartitionOriginal() {
        return 0;
    }

    @Override
    public double logPartitionSpliced() {
        return 0;
    }

    @Override
    public int top1Original() {
        return 0;
    }

    @Override
    public int top1Spliced() {
        return 0;
    }

    @Override
    public int target() {
        return 0;
    }

    @Override
    public double[] batchMean() {
        return new double[activation.length];
    }
}
