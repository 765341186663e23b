package org.noisefloor.core.run.score;

import java.util.BitSet;
import java.util.List;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;

/** Scores the positions of one sequence for one draw of one arm. Owned by one thread, for one site. */
final class SequenceScorer implements AutoCloseable {
    private final MetricGroup scored;
    private final MetricGroup intervened;
    private final int[] numbers;
    private final Classifier[] classifiers;
    private final int[] classes;
    private final PositionComparison comparison;
    private final BitSet notFinite = new BitSet();

    SequenceScorer(SiteMeasures measures, Logits logits) {
        List<Stratifier> stratifiers = measures.stratifiers();
        this.scored = new MetricGroup(measures.metrics().scored());
        this.intervened = new MetricGroup(measures.metrics().intervened());
        this.numbers = measures.metrics().scoredColumns().numbers();
        this.classifiers = stratifiers.stream().map(Stratifier::classifier).toArray(Classifier[]::new);
        this.classes =
                stratifiers.stream().mapToInt(each -> each.classes().size()).toArray();
        this.comparison = new PositionComparison(logits, measures.site().width());
    }

    /** Sums up a sequence, without the positions whose logits are not finite: see {@link #takeNotFinite}. */
    ArmSums score(ScoringBatch batch, SplicedBatch spliced, int sequence, KeptPositions kept) {
        Mask mask = batch.mask();
        SequenceBatch sequences = batch.sequences();
        int from = sequences.start(sequence);
        int to = from + sequences.length(from);
        boolean looks = spliced.looksAtActivations();
        boolean looksEverywhere = looks && intervened.width() > 0;
        SequenceSums.OfActivations activations = new SequenceSums.OfActivations(
                spliced.acts(),
                looks ? intervened.width() : 0,
                looks,
                looksEverywhere ? mask.measuredRows(from, to) : new int[0]);
        SequenceSums sums = new SequenceSums(scored.width(), mask.ends(from, to), numbers, classes, activations);
        for (int row = from; row < to; row++) {
            if (!mask.measured(row)) {
                continue;
            }
            boolean isScored = mask.scored(row);
            boolean isEnd = mask.end(row);
            if (isScored || isEnd || looksEverywhere) {
                comparison.moveTo(batch.original(), spliced, row);
                if (!comparison.isFinite()) {
                    notFinite.set(row);
                    continue;
                }
                if (looksEverywhere) {
                    activations.addIntervened(row, intervened.score(comparison));
                }
            }
            activations.observe(row);
            if (isEnd) {
                sums.addEnd(scored.scoreEnd(comparison));
            }
            if (isScored) {
                double[] values = scored.score(comparison);
                sums.addScored(values);
                classify(row, values, sums, kept);
                kept.take(row, values, comparison);
                if (looks) {
                    activations.addRelativeError(comparison.activation(), comparison.replacement());
                }
            }
        }
        return sums.sums();
    }

    private void classify(int row, double[] values, SequenceSums sums, KeptPositions kept) {
        for (int s = 0; s < classifiers.length; s++) {
            int index = classifiers[s].classify(comparison);
            kept.classify(s, row, index);
            sums.addToClass(s, index, values);
        }
    }

    /** The rows that were not finite since this was last asked. */
    BitSet takeNotFinite() {
        BitSet taken = (BitSet) notFinite.clone();
        notFinite.clear();
        return taken;
    }

    @Override
    public void close() {
        scored.close();
        intervened.close();
        for (Classifier each : classifiers) {
            each.close();
        }
    }
}
