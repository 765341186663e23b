package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class CePerKlTest implements MetricContract<NoOptions> {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Override
    public MetricProvider<NoOptions> provider() {
        return new CePerKl();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Override
    public double tolerance() {
        return 1e-6; // float32 lanes
    }

    /** The expectation under p of log p_y − log q_y is KL, so over one position of each token, weighed by p, it is 1. */
    @Test
    void isOneIfTheTokensFollowTheOriginalsBeliefs() {
        float[] original = {(float) Math.log(3), 0};
        float[] spliced = {0, (float) Math.log(3)};
        Metric metric = create();
        double[] out = new double[3];
        double[] sums = new double[2];
        for (int correct : new int[] {0, 0, 0, 1}) {
            metric.scorer().score(Comparisons.of(original, spliced, correct), out);
            sums[0] += 25 * out[0];
            sums[1] += 25 * out[1];
        }
        assertThat(figure().formula().of(sums(100, sums[0], sums[1]))).isBetween(1 - 1e-6, 1 + 1e-6);
    }

    @Test
    void isComparedWithFloorsAsAQuotient() {
        assertThat(figure().kind()).isEqualTo(Figure.Kind.QUOTIENT);
    }

    @Test
    void below32NatsInAllItIsNotReportedAndSaysHowManyPositionsAreNeeded() {
        assertThat(figure().formula().suffices(sums(100, 8, 16), 1)).isFalse();
        assertThat(figure().formula().whyUndefined(sums(100, 8, 16), 1))
                .isEqualTo("too noisy: KL sums to 16 nats, 32 are needed, which about 200 positions would give");
        assertThat(figure().formula().suffices(sums(200, 16, 32), 1)).isTrue();
        assertThat(figure().formula().of(sums(200, 16, 32))).isEqualTo(0.5);
    }

    @Test
    void drawsDoNotMakeMorePositions() {
        assertThat(figure().formula().suffices(sums(800, 64, 128), 8)).isFalse();
        assertThat(figure().formula().whyUndefined(sums(800, 64, 128), 8))
                .isEqualTo("too noisy: KL sums to 16 nats, 32 are needed, which about 200 positions would give");
    }

    @Test
    void whereNothingChangedItIsUndefined() {
        assertThat(figure().formula().of(sums(1000, 0, 0))).isNaN();
        assertThat(figure().formula().whyUndefined(sums(1000, 0, 0), 1)).isEqualTo("KL is 0: nothing changed");
    }

    @Test
    void infiniteLossOverInfiniteKlIsUndefined() {
        assertThat(figure().formula().of(sums(10, INFINITE, INFINITE))).isNaN();
        assertThat(figure().formula().whyUndefined(sums(10, INFINITE, INFINITE), 1))
                .isEqualTo("∞ divided by ∞: KL and the rise of the cross-entropy are both infinite");
    }

    @Test
    void infiniteLossesOfBothSignsAreUndefined() {
        assertThat(figure().formula().of(sums(10, Double.NaN, INFINITE))).isNaN();
        assertThat(figure().formula().whyUndefined(sums(10, Double.NaN, INFINITE), 1))
                .startsWith("∞ − ∞: the splice forbids the correct token at some positions");
    }

    @Test
    void aPositionWhoseCorrectTokenBothForbidIsInNeitherMean() {
        float none = Float.NEGATIVE_INFINITY;
        double[] out = new double[3];
        create().scorer().score(Comparisons.of(new float[] {none, 1, 0}, new float[] {none, 0, 1}, 0), out);
        assertThat(out).containsExactly(0, 0, 1);
        assertThat(figure().formula().whyUndefined(sums(10, 0, 0, 10), 1))
                .isEqualTo("both models forbid the correct token at all of these positions");
    }

    /** Whatever the model: the variance of ce_delta is about 2 KL, so the standard error is about sqrt(2/(N KL)). */
    @Test
    void isOneWithinItsErrorOnTokensThatAreSampledFromTheOriginal() {
        SplittableRandom random = new SplittableRandom(11);
        Metric metric = create();
        double[] out = new double[3];
        double[] sums = new double[2];
        int n = 4_000;
        for (int i = 0; i < n; i++) {
            float[] original = new float[20];
            float[] spliced = new float[20];
            for (int v = 0; v < original.length; v++) {
                original[v] = (float) (2 * random.nextGaussian());
                spliced[v] = (float) (original[v] + 0.5 * random.nextGaussian());
            }
            metric.scorer().score(Comparisons.of(original, spliced, sampled(original, random)), out);
            sums[0] += out[0];
            sums[1] += out[1];
        }
        double error = Math.sqrt(2 / sums[1]);
        assertThat(error).isLessThan(0.1);
        assertThat(figure().formula().of(sums(n, sums[0], sums[1]))).isCloseTo(1, within(3 * error));
    }

    private static int sampled(float[] logits, SplittableRandom random) {
        double all = 0;
        for (float logit : logits) {
            all += Math.exp(logit);
        }
        double left = all * random.nextDouble();
        for (int v = 0; v < logits.length; v++) {
            left -= Math.exp(logits[v]);
            if (left <= 0) {
                return v;
            }
        }
        return logits.length - 1;
    }

    private Metric create() {
        return new CePerKl().create(new NoOptions(), context());
    }

    private Figure figure() {
        return create().figures().get(0);
    }

    private static Sums sums(double count, double loss, double kl) {
        return sums(count, loss, kl, 0);
    }

    private static Sums sums(double count, double loss, double kl, double forbidden) {
        return new Sums() {
            @Override
            public double count() {
                return count;
            }

            @Override
            public double sum(String column) {
                return switch (column) {
                    case "ce_per_kl_loss" -> loss;
                    case "ce_per_kl_kl" -> kl;
                    default -> forbidden;
                };
            }

            @Override
            public double sum(String column, int component) {
                throw new AssertionError(column + " is no vector");
            }
        };
    }
}
