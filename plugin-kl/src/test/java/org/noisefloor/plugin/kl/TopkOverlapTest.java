package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class TopkOverlapTest implements MetricContract<TopkOverlapOptions> {
    @Override
    public MetricProvider<TopkOverlapOptions> provider() {
        return new TopkOverlap();
    }

    @Override
    public TopkOverlapOptions metricOptions() {
        return new TopkOverlapOptions(10);
    }

    @Test
    void amongEqualsTheLowestIdsAreTheTop() {
        float[] flat = {0, 0, 0, 0};
        float[] last = {0, 0, 0, 1};
        assertThat(overlap(2, flat, last)).isEqualTo(0.5);
        assertThat(overlap(2, last, new float[] {1, 0, 0, 1})).isEqualTo(1);
        assertThat(overlap(1, flat, last)).isZero();
    }

    @Test
    void amongForbiddenTokensTheLowestIdsAreTheTop() {
        float none = Float.NEGATIVE_INFINITY;
        float[] third = {none, none, 1, none};
        float[] last = {none, none, none, 1};
        assertThat(overlap(1, third, third.clone())).isEqualTo(1);
        assertThat(overlap(2, third, last)).isEqualTo(0.5); // 2, 0 and 3, 0
        assertThat(overlap(3, third, last)).isEqualTo(2 / 3.0); // 2, 0, 1 and 3, 0, 1
        assertThat(overlap(3, new float[] {none, 5, none, 4}, last)).isEqualTo(1); // 1, 3, 0 and 3, 0, 1
    }

    @Test
    void theOrderAmongTheTopDoesNotMatter() {
        assertThat(overlap(3, new float[] {5, 4, 3, 0, 1}, new float[] {3, 5, 4, 1, 0}))
                .isEqualTo(1);
    }

    @Test
    void aSmallerVocabularyIsComparedWhole() {
        assertThat(overlap(40, new float[] {1, 2, 3}, new float[] {3, 2, 1})).isEqualTo(1);
    }

    @Test
    void moreThanTheFirstGuessAtTheSizeFits() {
        float[] rising = new float[50];
        for (int v = 0; v < rising.length; v++) {
            rising[v] = v;
        }
        assertThat(overlap(25, rising, new float[50])).isZero();
        assertThat(overlap(30, rising, new float[50])).isEqualTo(10 / 30.0);
    }

    @Test
    void atLeastOneTokenIsCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopkOverlapOptions(0))
                .withMessage("k is 0, at least 1 token is needed to compare");
    }

    private static double overlap(int k, float[] original, float[] spliced) {
        Metric metric = new TopkOverlap().create(new TopkOverlapOptions(k), TestContext.ofWidth(1));
        double[] out = new double[1];
        metric.scorer().score(Comparisons.of(original, spliced, 0), out);
        return out[0];
    }
}
