package org.noisefloor.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.noisefloor.api.metric.Comparison;

/** A position as the host shows it: log partitions and most probable tokens at hand, work shared between metrics. */
final class Position implements Comparison {
    private static final float[] NONE = {};
    private static final double[] NO_MEAN = {};

    private final Map<Class<?>, Work> works = new HashMap<>();
    private final Map<Class<?>, Pair> done = new HashMap<>();
    private Pair pair;

    Position(Pair first) {
        this.pair = first;
    }

    void moveTo(Pair next) {
        pair = next;
        done.clear();
    }

    @Override
    public <W extends Work> W shared(Class<W> kind, Supplier<W> make) {
        W work = kind.cast(works.computeIfAbsent(kind, k -> make.get()));
        if (done.put(kind, pair) == null) {
            work.compute(this);
        }
        return work;
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
        return 2;
    }

    @Override
    public int token(int at) {
        return at;
    }

    @Override
    public int vocabulary() {
        return pair.original().length;
    }

    @Override
    public float[] original() {
        return pair.original();
    }

    @Override
    public float[] spliced() {
        return pair.spliced();
    }

    @Override
    public double logPartitionOriginal() {
        return pair.logPartitionOriginal();
    }

    @Override
    public double logPartitionSpliced() {
        return pair.logPartitionSpliced();
    }

    @Override
    public int top1Original() {
        return pair.top1Original();
    }

    @Override
    public int top1Spliced() {
        return pair.top1Spliced();
    }

    @Override
    public int target() {
        return 1;
    }

    @Override
    public float[] activation() {
        return NONE;
    }

    @Override
    public float[] replacement() {
        return NONE;
    }

    @Override
    public double[] batchMean() {
        return NO_MEAN;
    }
}
