package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Sinks;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** One intervention; a metric of activations whose one figure is the mean of the norm, and an observation. */
class SinkSummaryTest {
    private static final Layout LAYOUT = new Layout(
            List.of(SyntheticRun.SAE),
            ColumnLayout.NONE,
            List.of(SyntheticRun.columns("norm")),
            List.of(List.of(new Layout.Observed("l0", "features", "active features"))),
            List.of(),
            List.of(),
            List.of());
    private static final FigureCatalogue FIGURES = FigureCatalogue.of(List.of(new FigureCatalogue.ArmFigures(
            List.of(),
            List.of(new MetricFigures("m", List.of(Figure.mean("norm", "", Figure.Kind.LEVEL, "the mean norm")))))));

    /** @param large indices of the norms that were kept on their own; at each, one feature is active, elsewhere none */
    private static SequenceRecord sequence(int[] large, float... norms) {
        return sequence(0, large, norms);
    }

    private static SequenceRecord sequence(int document, int[] large, float... norms) {
        double sum = 0;
        for (float norm : norms) {
            sum += norm;
        }
        double[][] values = new double[large.length][];
        double[][] observed = new double[large.length][];
        for (int i = 0; i < large.length; i++) {
            values[i] = new double[] {norms[large[i]]};
            observed[i] = new double[] {1};
        }
        ArmSums sums = new ArmSums(
                new ArmSums.Scored(new double[0], new double[0], new int[0], new double[0]),
                new ArmSums.Intervened(
                        new double[] {sum},
                        new double[] {large.length},
                        new double[2],
                        new LargeNorms(norms, large, values, observed)),
                List.of());
        return new SequenceRecord(
                document,
                new int[] {document},
                norms.length,
                norms.length,
                norms.length,
                0,
                0,
                new int[0],
                new int[0],
                Predictions.NONE,
                List.of(List.of(sums)),
                List.of(),
                List.of(),
                List.of(FeatureCounts.NONE));
    }

    private static @Nullable Sinks of(List<SequenceRecord> records) {
        RunDescription run = SyntheticRun.described(
                LAYOUT, new RunDescription.Inference(1, 200, List.of(), List.of()), new double[0]);
        RunData data = RunData.of(run, FIGURES, RecordSource.of(records), 1, 200);
        SinkSummary summary = new SinkSummary(0, data);
        data.sum(List.of(summary.first()));
        data.sum(summary.second().toList());
        return summary.sinks();
    }

    @Test
    void leavesOutWhatIsAboveTenTimesTheMedianOfTheRun() {
        Sinks summary = of(List.of(
                sequence(new int[] {0}, 500, 1, 2, 3),
                sequence(new int[] {0, 3}, 9, 2, 1, 300),
                sequence(new int[0], 2)));
        assertThat(summary.count()).isEqualTo(2);
        assertThat(summary.medianNorm()).isEqualTo(2);
        assertThat(summary.missing()).isNull();
        assertThat(summary.without().get("norm").value()).isCloseTo((1 + 2 + 3 + 9 + 2 + 1 + 2) / 7.0, within(1e-12));
        assertThat(summary.without().get("l0").value()).isCloseTo(1 / 7.0, within(1e-12));
    }

    @Test
    void theIntervalIsOfTheOtherPositionsToo() {
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < 30; s++) {
            records.add(sequence(s, new int[] {0}, 1000, 2 + s % 2, 2 + s % 2));
        }
        Estimate norm = of(records).without().get("norm");
        assertThat(norm.value()).isCloseTo(2.5, within(1e-9));
        assertThat(norm.low()).isBetween(2.0, 2.5);
        assertThat(norm.high()).isBetween(2.5, 3.0);
    }

    @Test
    void withoutASinkThereIsNothingElseToReport() {
        Sinks summary = of(List.of(sequence(new int[] {0}, 9, 2, 1, 1), sequence(new int[0], 2, 3)));
        assertThat(summary.count()).isZero();
        assertThat(summary.medianNorm()).isEqualTo(2);
        assertThat(summary.without()).isEmpty();
    }

    @Test
    void aSinkThatIsOrdinaryInItsOwnSequenceCannotBeTakenOut() {
        Sinks summary = of(List.of(sequence(new int[0], 1, 2, 1, 2, 1), sequence(new int[0], 900)));
        assertThat(summary.count()).isEqualTo(1);
        assertThat(summary.without()).isEmpty();
        assertThat(summary.missing()).contains("far above the run's median");
    }

    @Test
    void whereNoMetricLooksAtActivationsNothingIsSaid() {
        assertThat(of(List.of(sequence(new int[0])))).isNull();
    }
}
