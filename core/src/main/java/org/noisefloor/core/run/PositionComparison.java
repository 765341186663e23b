package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Comparison;

/** One position at a time, moved over the rows of a batch; owned by one thread. */
final class PositionComparison implements Comparison {
    private final float[] original;
    private final float[] spliced;
    private final float[] activation;
    private final float[] replacement;
    private final Map<Class<?>, Shared> works = new HashMap<>();
    private @Nullable BatchActivations batch;
    private long moves;
    private int position;
    private int correct;
    private double logPartitionOriginal;
    private double logPartitionSpliced;
    private int favouriteOriginal;
    private int favouriteSpliced;

    PositionComparison(int vocabulary, int width) {
        this.original = new float[vocabulary];
        this.spliced = new float[vocabulary];
        this.activation = new float[width];
        this.replacement = new float[width];
    }

    /** @param correct the token that follows, −1 for none */
    void moveTo(int position, int correct) {
        this.position = position;
        this.correct = correct;
        this.moves++;
    }

    /** Takes over the original's logits with what was computed of them before. */
    void original(FloatBuffer logits, int from, double logPartition, int favourite) {
        logits.get(from, original);
        logPartitionOriginal = logPartition;
        favouriteOriginal = favourite;
    }

    void spliced(FloatBuffer logits, int from) {
        logits.get(from, spliced);
        favouriteSpliced = LogPartition.favourite(spliced, spliced.length);
        logPartitionSpliced = LogPartition.of(spliced, spliced.length, favouriteSpliced);
    }

    void activations(BatchActivations acts, int row) {
        acts.original().get(row * acts.width(), activation);
        acts.replaced().get(row * acts.width(), replacement);
        batch = acts;
    }

    boolean isFinite() {
        return Double.isFinite(logPartitionSpliced) && Double.isFinite(logPartitionOriginal);
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int vocabulary() {
        return original.length;
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
    public double logPartitionOriginal() {
        return logPartitionOriginal;
    }

    @Override
    public double logPartitionSpliced() {
        return logPartitionSpliced;
    }

    @Override
    public int favouriteOriginal() {
        return favouriteOriginal;
    }

    @Override
    public int favouriteSpliced() {
        return favouriteSpliced;
    }

    @Override
    public int correct() {
        return correct;
    }

    @Override
    public <W extends Work> W shared(Class<W> kind, Supplier<W> make) {
        Shared shared = works.computeIfAbsent(kind, first -> new Shared(make.get()));
        if (shared.doneAt != moves) {
            shared.work.compute(this);
            shared.doneAt = moves;
        }
        return kind.cast(shared.work);
    }

    /** Work, and the move after which it was last done. */
    private static final class Shared {
        private final Work work;
        private long doneAt;

        Shared(Work work) {
            this.work = work;
        }
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
    public double[] batchMean() {
        return Objects.requireNonNull(batch, "no batch yet").batchMean();
    }
}
