package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout.Point;

/**
 * Scores the sequences of a batch on several threads. A sequence is summed up by one thread from its first position to its
 * last, so the number of threads changes no bit.
 */
final class Scoring implements AutoCloseable {
    private final BatchShape shape;
    private final int vocabulary;
    private final int stride;
    private final ExecutorService workers;
    /** [site][thread], since metrics belong to one thread. */
    private final List<List<SequenceScorer>> scorers = new ArrayList<>();

    private final int threads;
    private final List<Point> points;
    private final int stratifiers;

    Scoring(Plan plan, List<Site> sites, BatchShape shape, List<Point> points, int vocabulary, int stride) {
        this.shape = shape;
        this.points = points;
        this.stratifiers = plan.stratifiers().size();
        this.vocabulary = vocabulary;
        this.stride = stride;
        this.threads = Math.min(plan.run().threads(), shape.sequences());
        for (Site site : sites) {
            List<SequenceScorer> ofSite = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                ofSite.add(new SequenceScorer(plan, site, shape, vocabulary, stride));
            }
            scorers.add(ofSite);
        }
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "scoring");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The columns whose value at single positions is kept. */
    List<Point> points() {
        return points;
    }

    /** Computes what all comparisons of a batch share; rows whose logits are not finite are left out of the mask. */
    Original original(Trace trace, Mask mask, int firstSequence) {
        double[] logPartitions = new double[shape.rows()];
        int[] favourites = new int[shape.rows()];
        RowPredictions predictions = new RowPredictions(shape.rows(), vocabulary, 0);
        onAllThreads(worker -> {
            float[] logits = new float[vocabulary];
            for (int row = worker; row < shape.rows(); row += threads) {
                if (mask.intervened(row)) {
                    trace.logits().get(row * stride, logits);
                    favourites[row] = LogPartition.favourite(logits, vocabulary);
                    logPartitions[row] = LogPartition.of(logits, vocabulary, favourites[row]);
                    if (!Double.isFinite(logPartitions[row])) {
                        mask.leaveOut(row);
                    } else {
                        predictions.take(row, logits, vocabulary, logPartitions[row], next(trace.batch(), row));
                    }
                }
            }
            return worker;
        });
        return new Original(trace, firstSequence, logPartitions, favourites, predictions);
    }

    /** The token that follows a row's in its sequence; −1 if none does. */
    private int next(TokenBatch batch, int row) {
        int sequence = row / shape.length();
        int next = row % shape.length() + 1;
        return next < batch.length(sequence) ? batch.token(sequence, next) : -1;
    }

    /** Room for what one arm predicts on a batch. */
    RowPredictions predictions() {
        return new RowPredictions(shape.rows(), vocabulary, stratifiers);
    }

    /**
     * Sums of one draw of one arm, for the first {@code sequences} sequences of the batch.
     *
     * @param values takes the points at every scored position
     * @param predictions takes what is predicted there; null if that is not kept
     * @param replaced as in {@link SequenceScorer#score}
     */
    ArmSums[] score(
            Original original,
            Mask mask,
            int sequences,
            int site,
            FloatBuffer logits,
            BatchActivations acts,
            PointValues values,
            @Nullable RowPredictions predictions,
            boolean replaced) {
        ArmSums[] sums = new ArmSums[sequences];
        onAllThreads(worker -> {
            SequenceScorer scorer = scorers.get(site).get(worker);
            for (int s = worker; s < sequences; s += threads) {
                sums[s] = scorer.score(original, mask, s, logits, acts, values, predictions, replaced);
            }
            return worker;
        });
        return sums;
    }

    private void onAllThreads(IntFunction<Integer> work) {
        List<Future<Integer>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int worker = t;
            running.add(workers.submit(() -> work.apply(worker)));
        }
        Throwable failure = null;
        for (Future<Integer> each : running) { // all of them, so that nobody still writes when this returns
            try {
                each.get();
            } catch (ExecutionException failed) {
                failure = failure == null ? failed.getCause() : failure;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while scoring", interrupted);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
