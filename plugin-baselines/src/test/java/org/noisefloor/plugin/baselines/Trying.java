package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.TestActivations;

/** Baselines to try, and the geometry of what they do. */
final class Trying {
    private Trying() {}

    static <O extends Record> Intervention of(InterventionProvider<O> provider, O options, int width) {
        return provider.create(options, TestContext.of(Site.of("blocks.3.hook_resid_post", "t", width)));
    }

    /** Shows the calibration batches, all that there are. */
    static void calibrate(Intervention intervention, TestActivations... batches) {
        for (TestActivations batch : batches) {
            intervention.calibrate(batch);
        }
        intervention.calibrated();
    }

    /** What was moved by. */
    static double[] displacement(TestActivations batch, int row) {
        return minus(batch.replacedRow(row), batch.originalRow(row));
    }

    static double[] minus(float[] x, float[] y) {
        double[] difference = new double[x.length];
        Arrays.setAll(difference, i -> (double) x[i] - y[i]);
        return difference;
    }

    static double[] wide(float[] x) {
        return minus(x, new float[x.length]);
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    static double cosine(double[] x, double[] y) {
        return dot(x, y) / (norm(x) * norm(y));
    }

    /** Each position alone gives the bits that it gives among the others, however many make a block. */
    static void assertThatNeighboursDoNotMatter(Intervention intervention, TestActivations batch) {
        TestActivations together = batch.masked(row -> true);
        intervention.replace(together);
        for (int row = 0; row < batch.rows(); row++) {
            int only = row;
            TestActivations alone = batch.masked(other -> other == only);
            intervention.replace(alone);
            assertThat(alone.replacedRow(row)).as("row %d", row).containsExactly(together.replacedRow(row));
        }
    }
}
