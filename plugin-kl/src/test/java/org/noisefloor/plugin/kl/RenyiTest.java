package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class RenyiTest implements MetricContract<RenyiOptions> {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Override
    public MetricProvider<RenyiOptions> provider() {
        return new Renyi();
    }

    @Override
    public RenyiOptions metricOptions() {
        return new RenyiOptions(List.of(0.5, 1.0, 2.0, INFINITE));
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }

    @Test
    void eachOrderHasAFigureOfItsOwn() {
        assertThat(create(0.5, 2, 1.25, INFINITE).figures().stream().map(Figure::name))
                .containsExactly("renyi_0_5", "renyi_2", "renyi_1_25", "renyi_inf");
    }

    @Test
    void orderOneIsKl() {
        float[] original = {1, 0, -2, 0.5f};
        float[] spliced = {0, 1, -2, 3};
        assertThat(score(create(1), original, spliced)[0])
                .isEqualTo(score(new Kl().create(new KlOptions(1e-4, true), context()), original, spliced)[0]);
    }

    @Test
    void whatTheSpliceForbidsIsInfiniteFromOrderOneOnAndFiniteBelow() {
        double[] values =
                score(create(0.5, 1, 2, INFINITE), new float[] {1, 0}, new float[] {1, Float.NEGATIVE_INFINITY});
        assertThat(values[0]).isFinite().isPositive();
        assertThat(values).endsWith(INFINITE, INFINITE, INFINITE);
    }

    @Test
    void aTokenTooImprobableForFloat64IsAllowedAllTheSame() {
        double[] values =
                score(create(0.5, 2, INFINITE), new float[] {0, -2000}, new float[] {0, Float.NEGATIVE_INFINITY});
        assertThat(values).containsExactly(0, INFINITE, INFINITE);
    }

    @Test
    void wrongOrdersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RenyiOptions(List.of()))
                .withMessage("alpha is empty, at least one order is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RenyiOptions(List.of(2.0, 0.0)))
                .withMessage("alpha has the order 0.0, a number above 0 is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RenyiOptions(List.of(Double.NaN)))
                .withMessage("alpha has the order NaN, a number above 0 is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RenyiOptions(List.of(2.0, 0.5, 2.0)))
                .withMessage("alpha has the order 2.0 twice");
    }

    private Metric create(double... orders) {
        return new Renyi().create(new RenyiOptions(Arrays.stream(orders).boxed().toList()), context());
    }

    private static double[] score(Metric metric, float[] original, float[] spliced) {
        double[] out = new double
                [metric.columns().stream().mapToInt(column -> column.width()).sum()];
        metric.scorer().score(Comparisons.of(original, spliced, 0), out);
        return out;
    }
}
