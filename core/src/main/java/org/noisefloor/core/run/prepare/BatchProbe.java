package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.score.LogitScan;
import org.noisefloor.core.run.score.Logits;

/**
 * Whether what a model makes of a sequence depends on its batch: on padding, or on the sequences beside it. Found by running the first
 * sequences by themselves, in batches, and in batches once more with every sequence cut to its half.
 *
 * <p>The last two have the same shape, so the same arithmetic: in a causal model whatever stands before the cut comes out the same to
 * the last bits, and where it does not, something else has reached it. That tells a leak from rounding in any precision; the distance
 * between alone and in the batch would not, since bfloat16 rounds by more than some leaks move. That distance decides only where it is more than
 * rounding can be: some models look at the padded length (rotary angles of long contexts).
 */
final class BatchProbe {
    /** Sequences that are looked at. */
    static final int SEQUENCES = 4;
    /** Positions of each at which distributions are compared. */
    private static final int POSITIONS = 16;
    /** Above this, relative to the largest logit, what stands before the cut is another result. */
    static final double LEAK = 1e-5;
    /** Nats of KL that no rounding makes. */
    private static final double BEYOND_ROUNDING = 0.01;

    private final HostCut cut;
    private final Logits logits;
    private final BatchShape shape;
    private final FloatBuffer kept;
    private final float[] row;
    private double leak;
    private double largestLogit;
    private double divergence;
    private double largestChange;
    private int compared;

    private BatchProbe(HostCut cut, Logits logits) {
        this.cut = cut;
        this.logits = logits;
        this.shape = cut.shape();
        this.row = new float[logits.vocabulary()];
        int sequences = Math.min(SEQUENCES, shape.sequences());
        this.kept = BatchActivations.direct(
                Math.multiplyExact(Math.multiplyExact(sequences, shape.length()), logits.stride()));
    }

    /** Runs as many batches as hold the first sequences. */
    static BatchProbe of(HostCut cut, Iterator<SequenceBatch> batches, Logits logits) {
        BatchProbe probe = new BatchProbe(cut, logits);
        int seen = 0;
        while (seen < SEQUENCES && batches.hasNext()) {
            SequenceBatch batch = batches.next();
            int looked = Math.min(batch.count(), SEQUENCES - seen);
            probe.run(batch, looked);
            seen += looked;
        }
        return probe;
    }

    /** Whether the model's figures would depend on the batch. */
    boolean matters() {
        return leak > LEAK * largestLogit || divergence() > BEYOND_ROUNDING;
    }

    /** By how much, as the end of a sentence. */
    String amount() {
        return String.format(
                Locale.ROOT,
                "in batches of %d × %d its predictions would be %.3g nats (KL) from these, and log-probabilities up to %.3g",
                shape.sequences(),
                shape.length(),
                divergence(),
                largestChange);
    }

    private double divergence() {
        return compared == 0 ? 0 : divergence / compared;
    }

    private void run(SequenceBatch batch, int looked) {
        TokenBatch together = batch.tokens();
        List<int[]> tokens =
                batch.sequences().stream().map(TokenSequence::tokens).toList();
        keep(cut.runEachAlone(TokenBatch.of(shape, tokens.subList(0, looked))).logits(), looked);
        FloatBuffer inBatch = cut.runTogether(together).logits();
        for (int s = 0; s < looked; s++) {
            compare(s, together.length(s), inBatch);
        }
        keep(inBatch, looked);
        List<int[]> halves = tokens.stream()
                .map(each -> Arrays.copyOf(each, (each.length + 1) / 2))
                .toList();
        TokenBatch cutShort = TokenBatch.of(shape, halves);
        FloatBuffer again = cut.runTogether(cutShort).logits();
        for (int s = 0; s < looked; s++) {
            int first = s * shape.length();
            for (int i = first * logits.stride(); i < (first + cutShort.length(s)) * logits.stride(); i++) {
                double difference = Math.abs((double) again.get(i) - kept.get(i));
                // what is not a number tells nothing, and −∞ − −∞ is none
                leak = Math.max(leak, Double.isFinite(difference) ? difference : 0);
                double size = Math.abs(kept.get(i));
                largestLogit = Math.max(largestLogit, Double.isFinite(size) ? size : 0);
            }
        }
    }

    private void keep(FloatBuffer from, int sequences) {
        kept.put(0, from, 0, sequences * shape.length() * logits.stride());
    }

    /** Of what is kept and the batch: KL and the largest change, at some positions from the first to the last. */
    private void compare(int sequence, int length, FloatBuffer inBatch) {
        int steps = Math.min(length, POSITIONS);
        for (int step = 0; step < steps; step++) {
            int position = steps == 1 ? 0 : step * (length - 1) / (steps - 1);
            int from = (sequence * shape.length() + position) * logits.stride();
            double[] p = logProbabilities(kept, from);
            double[] q = logProbabilities(inBatch, from);
            double kl = 0;
            double largest = 0;
            for (int v = 0; v < p.length; v++) {
                double change = p[v] - q[v];
                if (Double.isFinite(change)) {
                    kl += StrictMath.exp(p[v]) * change;
                    largest = Math.max(largest, Math.abs(change));
                }
            }
            divergence += kl;
            largestChange = Math.max(largestChange, largest);
            compared++;
        }
    }

    private double[] logProbabilities(FloatBuffer buffer, int from) {
        buffer.get(from, row);
        LogitScan scan = new LogitScan(row.length);
        scan.read(row);
        double partition = scan.logPartition();
        double[] values = new double[row.length];
        for (int v = 0; v < values.length; v++) {
            values[v] = row[v] - partition;
        }
        return values;
    }
}
