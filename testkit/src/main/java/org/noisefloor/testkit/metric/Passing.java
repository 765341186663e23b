package org.noisefloor.testkit.metric;

import java.util.Arrays;
import org.noisefloor.api.metric.Comparison;

/** A position that is gone when the call is over, as in a run: it answers no more, and its arrays hold something else. */
final class Passing implements Comparison {
    private final Comparison position;
    private final float[] original;
    private final float[] spliced;
    private final float[] activation;
    private final float[] replacement;
    private boolean over;

    Passing(Comparison position) {
        this.position = position;
        this.original = position.original().clone();
        this.spliced = position.spliced().clone();
        this.activation = position.activation().clone();
        this.replacement = position.replacement().clone();
    }

    void pass() {
        over = true;
        for (float[] array : new float[][] {original, spliced, activation, replacement}) {
            Arrays.fill(array, Float.NaN);
        }
    }

    private Comparison here() {
        if (over) {
            throw new AssertionError(
                    "a position is asked after the call that showed it; it holds during the call only");
        }
        return position;
    }

    @Override
    public int position() {
        return here().position();
    }

    @Override
    public int sequence() {
        return here().sequence();
    }

    @Override
    public int document() {
        return here().document();
    }

    @Override
    public int length() {
        return here().length();
    }

    @Override
    public int token(int at) {
        return here().token(at);
    }

    @Override
    public int vocabulary() {
        return here().vocabulary();
    }

    @Override
    public float[] original() {
        here();
        return original;
    }

    @Override
    public float[] spliced() {
        here();
        return spliced;
    }

    @Override
    public double logPartitionOriginal() {
        return here().logPartitionOriginal();
    }

    @Override
    public double logPartitionSpliced() {
        return here().logPartitionSpliced();
    }

    @Override
    public int top1Original() {
        return here().top1Original();
    }

    @Override
    public int top1Spliced() {
        return here().top1Spliced();
    }

    @Override
    public int target() {
        return here().target();
    }

    @Override
    public float[] activation() {
        here();
        return activation;
    }

    @Override
    public float[] replacement() {
        here();
        return replacement;
    }

    @Override
    public double[] batchMean() {
        return here().batchMean();
    }
}
