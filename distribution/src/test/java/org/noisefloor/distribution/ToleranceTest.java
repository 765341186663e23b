package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules hold where logits move by η, all of them in the direction that hurts most, and a fault of a thousandth breaks them. The
 * figures are computed from their definitions, not by the code under test.
 */
class ToleranceTest {
    private static final int POSITIONS = 200;
    private static final int VOCABULARY = Tolerance.VOCABULARY;

    /** Logits with the spread of the demo's, and the same after a change. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pair(double[] original, double[] spliced) {
        static Pair random(Random random, double change) {
            double[] original = new double[VOCABULARY];
            double[] spliced = new double[VOCABULARY];
            for (int v = 0; v < VOCABULARY; v++) {
                original[v] = 2.5 * random.nextGaussian();
                spliced[v] = original[v] + change * random.nextGaussian();
            }
            return new Pair(original, spliced);
        }

        /** Both moved by η, up where {@code p} falls or {@code q} does, by the sign given. */
        Pair moved(double sign) {
            double[] p = logs(original);
            double[] q = logs(spliced);
            double kl = mean(p, p, q);
            double[] a = original.clone();
            double[] b = spliced.clone();
            for (int v = 0; v < VOCABULARY; v++) {
                a[v] += sign * Tolerance.LOGIT * Math.signum(p[v] - q[v] - kl);
                b[v] += sign * Tolerance.LOGIT * Math.signum(q[v] - p[v]);
            }
            return new Pair(a, b);
        }

        private static double mean(double[] of, double[] p, double[] q) {
            double sum = 0;
            for (int v = 0; v < of.length; v++) {
                sum += Math.exp(of[v]) * (p[v] - q[v]);
            }
            return sum;
        }

        private static double[] logs(double[] logits) {
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit);
            }
            double[] logs = logits.clone();
            for (int v = 0; v < logs.length; v++) {
                logs[v] -= Math.log(sum);
            }
            return logs;
        }

        void addTo(Map<String, Double> sums) {
            double[] p = logs(original);
            double[] q = logs(spliced);
            double[] m = new double[VOCABULARY];
            double tail = 0;
            double differences = 0;
            double squares = 0;
            double roots = 0;
            for (int v = 0; v < VOCABULARY; v++) {
                m[v] = Math.log((Math.exp(p[v]) + Math.exp(q[v])) / 2);
                differences += Math.abs(Math.exp(p[v]) - Math.exp(q[v])) / 2;
                squares += (p[v] - q[v]) * (p[v] - q[v]);
                roots += Math.exp((p[v] + q[v]) / 2);
                // by the token, so that none crosses the edge: that is another term
                tail += v < VOCABULARY / 50 ? Math.exp(p[v]) * (p[v] - q[v]) : 0;
            }
            sums.merge("kl", mean(p, p, q), Double::sum);
            sums.merge("kl_reverse", mean(q, q, p), Double::sum);
            sums.merge("js", (mean(p, p, m) + mean(q, q, m)) / 2, Double::sum);
            sums.merge("renyi_0_5", -2 * Math.log(roots), Double::sum);
            sums.merge("tv", differences, Double::sum);
            sums.merge("hellinger", Math.sqrt(Math.max(0, 1 - roots)), Double::sum);
            sums.merge("logprob_l2", Math.sqrt(squares), Double::sum);
            sums.merge("ce", -p[0], Double::sum);
            sums.merge("ce_delta", p[0] - q[0], Double::sum);
            sums.merge("delta_p", Math.exp(q[0]) - Math.exp(p[0]), Double::sum);
            sums.merge("kl_signed in the tail", tail, Double::sum);
        }
    }

    private static Map<String, Double> means(double change, DoubleUnaryOperator sign) {
        Random random = new Random(7);
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < POSITIONS; i++) {
            Pair pair = Pair.random(random, change);
            double by = sign.applyAsDouble(i);
            (by == 0 ? pair : pair.moved(by)).addTo(sums);
        }
        sums.replaceAll((figure, sum) -> sum / POSITIONS);
        return sums;
    }

    private static double tolerance(String figure, double mean, double kl) {
        return figure.equals("kl_signed in the tail")
                ? Tolerance.ARITHMETIC.sum("kl_signed", mean, kl, 0.03, 0)
                : Tolerance.ARITHMETIC.of(figure, mean, POSITIONS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 0.01, 0.5, 3})
    void roundingPassesEvenWhereItIsTheSameAtEveryPosition(double change) {
        Map<String, Double> expected = means(change, i -> 0);
        for (double sign : new double[] {1, -1}) {
            Map<String, Double> moved = means(change, i -> sign);
            moved.forEach((figure, mean) -> assertThat(Math.abs(mean - expected.get(figure)))
                    .as("%s, %s", figure, mean)
                    .isLessThanOrEqualTo(tolerance(figure, expected.get(figure), expected.get("kl"))));
        }
    }

    /** The largest change that rounding may make is not far below the rule: KL takes more than a third of it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5})
    void theRuleForKlIsNoLooserThanItMustBe(double change) {
        double kl = means(change, i -> 0).get("kl");
        double moved = means(change, i -> 1).get("kl");
        assertThat(Math.abs(moved - kl)).isGreaterThan(Tolerance.ARITHMETIC.divergence(kl) / 3);
    }

    /** With changes of an SAE's size: a KL of some tenths. */
    @ParameterizedTest
    @ValueSource(doubles = {1.001, 0.999})
    void aFaultOfAThousandthFails(double fault) {
        Map<String, Double> expected = means(0.5, i -> 0);
        assertThat(expected.get("kl")).isBetween(0.05, 0.3);
        for (String figure :
                new String[] {"kl", "kl_reverse", "js", "renyi_0_5", "tv", "hellinger", "logprob_l2", "ce"}) {
            double mean = expected.get(figure);
            assertThat(Math.abs(fault * mean - mean)).as(figure).isGreaterThan(tolerance(figure, mean, 0));
        }
    }
}
