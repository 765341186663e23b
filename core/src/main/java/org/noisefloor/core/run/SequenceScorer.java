package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Metric;
import org.noisefloor.api.Site;
import org.noisefloor.api.Stratifier;
import org.noisefloor.api.StratifierProvider;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout;

/** Sums up the positions of one sequence for one draw of one arm. Owned by one thread, for one site. */
final class SequenceScorer {
    private final BatchShape shape;
    private final int stride;
    private final MetricGroup scored;
    private final MetricGroup intervened;
    private final List<Stratifier> stratifiers;
    private final int[] numbers;
    private final PositionComparison comparison;

    /**
     * @param vocabulary entries of a logit vector in use
     * @param stride entries of a logit vector in the buffers
     */
    SequenceScorer(Plan plan, Site site, BatchShape shape, int vocabulary, int stride) {
        this.shape = shape;
        this.numbers = Layout.numbers(MetricGroup.layout(plan.metrics(), site, Metric.Positions.SCORED));
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

    /**
     * Sums up a sequence. A position whose logits are not finite is left out of the mask, and of these sums.
     *
     * @param points takes the points of every scored position
     * @param predictions takes what is predicted there and the classes; null if that is not kept
     * @param replaced whether an intervention replaced the activations, so that metrics of activations look at them
     */
    ArmSums score(
            Original original,
            Mask mask,
            int sequence,
            FloatBuffer logits,
            BatchActivations acts,
            PointValues points,
            @Nullable RowPredictions predictions,
            boolean replaced) {
        TokenBatch tokens = original.trace().batch();
        double[] scoredSums = new double[scored.width()];
        double[] endSums =
                new double[mask.ends(sequence * shape.length(), (sequence + 1) * shape.length()) * scored.width()];
        double[] intervenedSums = new double[replaced ? intervened.width() : 0];
        double[] observed = new double[acts.observations()];
        double[] relativeError = new double[replaced ? 2 : 0];
        InfiniteTerms infinite = new InfiniteTerms(numbers);
        SinkCandidates norms = new SinkCandidates(acts, intervenedSums.length > 0 ? rows(mask, sequence) : new int[0]);
        ClassCounter classes = new ClassCounter();
        for (int t = 0; t < tokens.length(sequence); t++) {
            int row = sequence * shape.length() + t;
            if (!mask.measured(row)) {
                continue;
            }
            boolean isScored = mask.scored(row);
            boolean isEnd = mask.end(row);
            if (isScored || isEnd || intervenedSums.length > 0) {
                comparison.moveTo(t, t + 1 < tokens.length(sequence) ? tokens.token(sequence, t + 1) : -1);
                comparison.original(
                        original.trace().logits(), row * stride, original.logPartition(row), original.favourite(row));
                comparison.spliced(logits, row * stride);
                comparison.activations(acts, row);
                if (!comparison.isFinite()) {
                    mask.leaveOut(row);
                    continue;
                }
                if (intervenedSums.length > 0) {
                    double[] values = intervened.score(comparison);
                    add(values, intervenedSums);
                    norms.take(row, values);
                }
            }
            for (int i = 0; i < observed.length; i++) {
                observed[i] += acts.observed(i, row);
            }
            if (isEnd) {
                add(scored.scoreEnd(comparison), endSums);
            }
            if (isScored) {
                double[] values = scored.score(comparison);
                add(values, scoredSums);
                points.take(row, values);
                infinite.add(values);
                classes.add(values, predictions, row);
                if (predictions != null) {
                    predictions.take(
                            row,
                            comparison.spliced(),
                            comparison.vocabulary(),
                            comparison.logPartitionSpliced(),
                            comparison.correct());
                }
                if (replaced) {
                    addRelativeError(relativeError);
                }
            }
        }
        return new ArmSums(
                scoredSums,
                endSums,
                intervenedSums,
                observed,
                relativeError,
                norms.kept(),
                infinite.counts(),
                infinite.finite(),
                classes.sums());
    }

    private void addRelativeError(double[] sums) {
        float[] a = comparison.activation();
        float[] replaced = comparison.replacement();
        double errors = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            double error = (double) replaced[i] - a[i];
            errors += error * error;
            squares += (double) a[i] * a[i];
        }
        if (squares > 0) {
            sums[0] += errors / squares;
            sums[1]++;
        }
    }

    private int[] rows(Mask mask, int sequence) {
        int from = sequence * shape.length();
        return IntStream.range(from, from + shape.length())
                .filter(mask::measured)
                .toArray();
    }

    private static void add(double[] values, double[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
    }

    /** How often each number is infinite, and its sum over the other positions. */
    private static final class InfiniteTerms {
        private final int[] places;
        private final int[] counts;
        private final double[] finite;
        private boolean any;

        InfiniteTerms(int[] places) {
            this.places = places;
            this.counts = new int[places.length];
            this.finite = new double[places.length];
        }

        void add(double[] values) {
            for (int i = 0; i < counts.length; i++) {
                double value = values[places[i]];
                if (Double.isInfinite(value)) {
                    counts[i]++;
                    any = true;
                } else {
                    finite[i] += value;
                }
            }
        }

        int[] counts() {
            return any ? counts : new int[0];
        }

        double[] finite() {
            return any ? finite : new double[0];
        }
    }

    /** Sums by class of each stratifier, of the columns that are numbers. */
    private final class ClassCounter {
        private final long[][] counts = new long[stratifiers.size()][];
        private final double[][][] sums = new double[stratifiers.size()][][];

        ClassCounter() {
            for (int s = 0; s < counts.length; s++) {
                int classes = stratifiers.get(s).classes().size();
                counts[s] = new long[classes];
                sums[s] = new double[classes][numbers.length];
            }
        }

        void add(double[] values, @Nullable RowPredictions predictions, int row) {
            for (int s = 0; s < counts.length; s++) {
                int index = stratifiers.get(s).classify(comparison);
                if (predictions != null) {
                    predictions.classify(s, row, index);
                }
                counts[s][index]++;
                for (int i = 0; i < numbers.length; i++) {
                    sums[s][index][i] += values[numbers[i]];
                }
            }
        }

        List<List<ClassSums>> sums() {
            List<List<ClassSums>> all = new ArrayList<>();
            for (int s = 0; s < counts.length; s++) {
                List<ClassSums> ofStratifier = new ArrayList<>();
                for (int c = 0; c < counts[s].length; c++) {
                    ofStratifier.add(new ClassSums(counts[s][c], counts[s][c] == 0 ? new double[0] : sums[s][c]));
                }
                all.add(ofStratifier);
            }
            return all;
        }
    }
}
