package org.noisefloor.core.run.score;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;

/**
 * Scores the sequences of a batch on several threads. A sequence is summed up by one thread from its first position to its
 * last, so the number of threads changes no bit.
 */
public final class Scoring implements AutoCloseable {
    private final BatchShape shape;
    private final Logits logits;
    private final int threads;
    private final ExecutorService workers;
    /** By site, then by thread, since scorers belong to one thread. */
    private final Map<String, List<SequenceScorer>> scorers = new LinkedHashMap<>();

    private final List<Point> points;
    private final int stratifiers;

    /** @param threads at most so many; never more than there are sequences in a batch */
    public Scoring(List<SiteMeasures> sites, Layout layout, BatchShape shape, Logits logits, int threads) {
        this.shape = shape;
        this.logits = logits;
        this.threads = Math.min(threads, shape.sequences());
        this.points = layout.points();
        this.stratifiers = layout.stratifiers().size();
        this.workers = Executors.newFixedThreadPool(this.threads, task -> {
            Thread thread = new Thread(task, "scoring");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (SiteMeasures each : sites) {
                List<SequenceScorer> ofSite = new ArrayList<>();
                scorers.put(each.site().name(), ofSite);
                for (int t = 0; t < this.threads; t++) {
                    ofSite.add(new SequenceScorer(each, logits));
                }
            }
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Computes what all comparisons of a batch share. */
    public OriginalRun original(Trace trace, SequenceBatch batch, Mask mask) {
        FloatBuffer buffer = trace.logits();
        double[] logPartitions = new double[shape.rows()];
        int[] top1 = new int[shape.rows()];
        RowPredictions likely = new RowPredictions(shape.rows(), logits.vocabulary(), 0);
        BitSet notFinite = union(onAllThreads(worker -> {
            BitSet broken = new BitSet();
            float[] row = new float[logits.vocabulary()];
            LogitScan scan = new LogitScan(row.length);
            for (int r = worker; r < shape.rows(); r += threads) {
                if (mask.intervened(r)) {
                    buffer.get(r * logits.stride(), row);
                    scan.read(row);
                    top1[r] = scan.top1();
                    logPartitions[r] = scan.logPartition();
                    if (!Double.isFinite(logPartitions[r])) {
                        broken.set(r);
                    } else if (mask.scored(r)) {
                        likely.take(r, row, scan, batch.target(r));
                    }
                }
            }
            return broken;
        }));
        return new OriginalRun(batch, trace, buffer, logPartitions, top1, likely, notFinite);
    }

    /** Room for the points of one draw. */
    PointValues values() {
        return new PointValues(points, shape.rows());
    }

    List<Point> points() {
        return points;
    }

    /** Room for what one arm predicts on a batch. */
    RowPredictions predictions() {
        return new RowPredictions(shape.rows(), logits.vocabulary(), stratifiers);
    }

    /** Sums of one draw of which no single positions are kept. */
    public DrawSums score(ScoringBatch batch, SplicedBatch spliced) {
        return score(batch, spliced, new KeptPositions(values(), null));
    }

    /** Sums of one draw of one arm. */
    public DrawSums score(ScoringBatch batch, SplicedBatch spliced, ArmTally tally) {
        return score(batch, spliced, tally.kept());
    }

    private DrawSums score(ScoringBatch batch, SplicedBatch spliced, KeptPositions kept) {
        String site = spliced.acts().changedSite().name();
        List<SequenceScorer> ofSite = Objects.requireNonNull(scorers.get(site), site);
        ArmSums[] sums = new ArmSums[batch.sequences().count()];
        BitSet notFinite = union(onAllThreads(worker -> {
            SequenceScorer scorer = ofSite.get(worker);
            for (int s = worker; s < sums.length; s += threads) {
                sums[s] = scorer.score(batch, spliced, s, kept);
            }
            return scorer.takeNotFinite();
        }));
        return new DrawSums(Arrays.asList(sums), notFinite);
    }

    private static BitSet union(List<BitSet> all) {
        BitSet union = new BitSet();
        all.forEach(union::or);
        return union;
    }

    private <T> List<T> onAllThreads(IntFunction<T> work) {
        List<Future<T>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int worker = t;
            running.add(workers.submit(() -> work.apply(worker)));
        }
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> each : running) { // all of them, so that nobody still writes when this returns
            try {
                results.add(each.get());
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
        return results;
    }

    @Override
    public void close() {
        workers.shutdownNow();
        scorers.values().forEach(ofSite -> ofSite.forEach(SequenceScorer::close));
    }
}
