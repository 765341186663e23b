package org.noisefloor.core.run.score;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.SequenceBatch;

/** One position at a time, moved over the rows of a batch; owned by one thread. */
final class PositionComparison implements Comparison {
    private final float[] original;
    private final float[] spliced;
    private final RowsAhead originals = new RowsAhead();
    private final RowsAhead splices = new RowsAhead();
    private final float[] activation;
    private final float[] replacement;
    private final LogitScan scan;
    private final Map<Class<?>, Shared> works = new HashMap<>();
    private final int stride;
    private @Nullable SequenceBatch batch;
    private @Nullable BatchActivations acts;
    private long moves;
    private int row;
    private int position;
    private int target;
    private double logPartitionOriginal;
    private double logPartitionSpliced;
    private int top1Original;
    private int top1Spliced;

    /** @param logits how many entries of a logit vector are in use, and how many there are */
    PositionComparison(Logits logits, int width) {
        this.original = new float[logits.vocabulary()];
        this.spliced = new float[logits.vocabulary()];
        this.scan = new LogitScan(logits.vocabulary());
        this.stride = logits.stride();
        this.activation = new float[width];
        this.replacement = new float[width];
    }

    /** Moves to a row of a batch in the mask, and to what a draw made of it. */
    void moveTo(OriginalRun run, SplicedBatch splice, int at) {
        moves++;
        row = at;
        batch = run.batch();
        position = batch.position(at);
        target = batch.target(at);
        originals.copy(run.logits(), at * stride, original);
        logPartitionOriginal = run.logPartitions()[at];
        top1Original = run.top1()[at];
        splices.copy(splice.logits(), at * stride, spliced);
        scan.read(spliced);
        top1Spliced = scan.top1();
        logPartitionSpliced = scan.logPartition();
        acts = splice.acts();
        acts.changedOriginal().get(at * activation.length, activation);
        acts.replaced(0).get(at * replacement.length, replacement);
    }

    /** What was read of the spliced logits. */
    LogitScan scan() {
        return scan;
    }

    boolean isFinite() {
        return Double.isFinite(logPartitionSpliced) && Double.isFinite(logPartitionOriginal);
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int sequence() {
        return batch().sequence(row);
    }

    @Override
    public int document() {
        return batch().document(row);
    }

    @Override
    public int length() {
        return batch().length(row);
    }

    @Override
    public int token(int at) {
        return batch().token(row, Objects.checkIndex(at, length()));
    }

    private SequenceBatch batch() {
        return Objects.requireNonNull(batch, "no position yet");
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
    public int top1Original() {
        return top1Original;
    }

    @Override
    public int top1Spliced() {
        return top1Spliced;
    }

    @Override
    public int target() {
        return target;
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
        return Objects.requireNonNull(acts, "no position yet").batchMean();
    }
}
