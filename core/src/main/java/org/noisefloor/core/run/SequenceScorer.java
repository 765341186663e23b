package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Metric;
import org.noisefloor.api.Site;
import org.noisefloor.api.Stratifier;
import org.noisefloor.api.StratifierProvider;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ArmSums.ClassSums;

/** Sums up the positions of one sequence for one draw of one arm. Owned by one thread, for one site. */
final class SequenceScorer {
    private final BatchShape shape;
    private final Site site;
    private final int stride;
    private final MetricGroup scored;
    private final MetricGroup intervened;
    private final List<Stratifier> stratifiers;
    private final PositionComparison comparison;

    /**
     * @param vocabulary entries of a logit vector in use
     * @param stride entries of a logit vector in the buffers
     */
    SequenceScorer(Plan plan, Site site, BatchShape shape, int vocabulary, int stride) {
        this.shape = shape;
        this.site = site;
        this.stride = stride;
        this.scored = MetricGroup.of(plan.metrics(), site, Metric.Positions.SCORED);
        this.intervened = MetricGroup.of(plan.metrics(), site, Metric.Positions.INTERVENED);
        this.stratifiers =
                plan.stratifiers().stream().map(SequenceScorer::create).toList();
        this.comparison = new PositionComparison(vocabulary, site.width());
    }

    static Stratifier create(Chosen<StratifierProvider<?>> chosen) {
        return create(chosen.provider(), chosen.options());
    }

    private static <O extends Record> Stratifier create(StratifierProvider<O> provider, Record options) {
        return provider.create(provider.options().cast(options));
    }

    /** @param baseline whether the metrics of intervened positions are left out */
    ArmSums score(
            Original original, Mask mask, int sequence, FloatBuffer logits, BatchActivations acts, boolean baseline) {
        TokenBatch tokens = original.trace().batch();
        double[] scoredSums = new double[scored.width()];
        double[] intervenedSums = new double[baseline ? 0 : intervened.width()];
        double[] observed = new double[acts.observations()];
        SinkCandidates norms = new SinkCandidates(acts, intervenedSums.length > 0 ? rows(mask, sequence) : new int[0]);
        ClassCounter classes = new ClassCounter();
        for (int t = 0; t < tokens.length(sequence); t++) {
            int row = sequence * shape.length() + t;
            if (!mask.intervened(row)) {
                continue;
            }
            for (int i = 0; i < observed.length; i++) {
                observed[i] += acts.observed(i, row);
            }
            boolean isScored = mask.scored(row);
            boolean wanted = isScored || intervenedSums.length > 0;
            if (!wanted) {
                continue;
            }
            comparison.moveTo(t, t + 1 < tokens.length(sequence) ? tokens.token(sequence, t + 1) : -1);
            comparison.original(
                    original.trace().logits(), row * stride, original.logPartition(row), original.favourite(row));
            comparison.spliced(logits, row * stride);
            comparison.activations(acts.original(), acts.replaced(), row * site.width());
            if (!comparison.isFinite()) {
                throw new UserError("the model's logits are NaN or +∞ at position " + t + " of sequence "
                        + (original.firstSequence() + sequence) + ", finite numbers are needed");
            }
            if (intervenedSums.length > 0) {
                double[] values = intervened.score(comparison);
                add(values, intervenedSums);
                norms.take(row, values);
            }
            if (isScored) {
                double[] values = scored.score(comparison);
                add(values, scoredSums);
                classes.add(values);
            }
        }
        return new ArmSums(scoredSums, intervenedSums, observed, norms.kept(), classes.sums());
    }

    private int[] rows(Mask mask, int sequence) {
        int from = sequence * shape.length();
        return IntStream.range(from, from + shape.length())
                .filter(mask::intervened)
                .toArray();
    }

    private static void add(double[] values, double[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
    }

    /** Sums by class of each stratifier. */
    private final class ClassCounter {
        private final long[][] counts = new long[stratifiers.size()][];
        private final double[][][] sums = new double[stratifiers.size()][][];

        ClassCounter() {
            for (int s = 0; s < counts.length; s++) {
                int classes = stratifiers.get(s).classes().size();
                counts[s] = new long[classes];
                sums[s] = new double[classes][scored.width()];
            }
        }

        void add(double[] values) {
            for (int s = 0; s < counts.length; s++) {
                int index = stratifiers.get(s).classify(comparison);
                counts[s][index]++;
                SequenceScorer.add(values, sums[s][index]);
            }
        }

        List<List<ClassSums>> sums() {
            List<List<ClassSums>> all = new ArrayList<>();
            for (int s = 0; s < counts.length; s++) {
                List<ClassSums> ofStratifier = new ArrayList<>();
                for (int c = 0; c < counts[s].length; c++) {
                    ofStratifier.add(new ClassSums(counts[s][c], sums[s][c]));
                }
                all.add(ofStratifier);
            }
            return all;
        }
    }
}
