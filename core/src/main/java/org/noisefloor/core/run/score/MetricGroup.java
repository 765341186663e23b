package org.noisefloor.core.run.score;

import java.util.Arrays;
import java.util.List;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.core.figures.DescribedMetric;

/** The scorers of some metrics for one thread at one site, whose columns stand one after the other in one array of sums. */
final class MetricGroup implements AutoCloseable {
    private final Scorer[] scorers;
    private final boolean[] predicted;
    private final double[][] scratch;
    private final double[] values;

    MetricGroup(List<DescribedMetric> metrics) {
        this.predicted = new boolean[metrics.size()];
        this.scratch = new double[metrics.size()][];
        this.scorers = new Scorer[metrics.size()];
        int width = 0;
        for (int m = 0; m < metrics.size(); m++) {
            predicted[m] = metrics.get(m).columns().predicted();
            scratch[m] = new double[metrics.get(m).columns().width()];
            width += scratch[m].length;
            scorers[m] = metrics.get(m).scorer();
        }
        this.values = new double[width];
    }

    int width() {
        return values.length;
    }

    /** The columns of all metrics at a position; overwritten by the next call. */
    double[] score(Comparison comparison) {
        return score(comparison, false);
    }

    /** The same at the end of a sequence: 0 for the metrics that need a correct token. */
    double[] scoreEnd(Comparison comparison) {
        return score(comparison, true);
    }

    private double[] score(Comparison comparison, boolean predictedOnly) {
        Arrays.fill(values, 0);
        int at = 0;
        for (int m = 0; m < scorers.length; m++) {
            if (predicted[m] || !predictedOnly) {
                scorers[m].score(comparison, scratch[m]);
                System.arraycopy(scratch[m], 0, values, at, scratch[m].length);
            }
            at += scratch[m].length;
        }
        return values;
    }

    @Override
    public void close() {
        for (Scorer each : scorers) {
            each.close();
        }
    }
}
