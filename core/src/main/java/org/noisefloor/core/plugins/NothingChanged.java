package org.noisefloor.core.plugins;

import org.noisefloor.api.metric.Comparison;

/** The same position if the model had not been changed: z̃ = z and ã = a. */
record NothingChanged(Comparison shown) implements Comparison {
    @Override
    public int position() {
        return shown.position();
    }

    @Override
    public int sequence() {
        return shown.sequence();
    }

    @Override
    public int document() {
        return shown.document();
    }

    @Override
    public int length() {
        return shown.length();
    }

    @Override
    public int token(int at) {
        return shown.token(at);
    }

    @Override
    public int vocabulary() {
        return shown.vocabulary();
    }

    @Override
    public float[] original() {
        return shown.original();
    }

    @Override
    public float[] spliced() {
        return shown.original();
    }

    @Override
    public double logPartitionOriginal() {
        return shown.logPartitionOriginal();
    }

    @Override
    public double logPartitionSpliced() {
        return shown.logPartitionOriginal();
    }

    @Override
    public int top1Original() {
        return shown.top1Original();
    }

    @Override
    public int top1Spliced() {
        return shown.top1Original();
    }

    @Override
    public int target() {
        return shown.target();
    }

    @Override
    public float[] activation() {
        return shown.activation();
    }

    @Override
    public float[] replacement() {
        return shown.activation();
    }

    @Override
    public double[] batchMean() {
        return shown.batchMean();
    }
}
