package org.noisefloor.plugin.loss;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.Comparisons;

/** What a metric of numbers (no vectors) says of some positions, as the host would. */
final class Scores {
    static final TestContext CONTEXT = TestContext.ofWidth(1);

    private Scores() {}

    static double[] at(Metric metric, Comparison position) {
        double[] out = new double[metric.columns().size()];
        metric.scorer().score(position, out);
        return out;
    }

    static Map<String, Double> figures(Metric metric, List<Comparison> positions) {
        Sums sums = sums(metric, positions);
        Map<String, Double> figures = new HashMap<>();
        for (Figure figure : metric.figures()) {
            figures.put(figure.name(), figure.formula().of(sums));
        }
        return figures;
    }

    static Sums sums(Metric metric, List<Comparison> positions) {
        List<String> names = metric.columns().stream().map(Column::name).toList();
        double[] totals = new double[names.size()];
        for (Comparison position : positions) {
            double[] values = at(metric, position);
            for (int i = 0; i < totals.length; i++) {
                totals[i] += values[i];
            }
        }
        return new Sums() {
            @Override
            public double count() {
                return positions.size();
            }

            @Override
            public double sum(String column) {
                return totals[names.indexOf(column)];
            }

            @Override
            public double sum(String column, int component) {
                throw new UnsupportedOperationException(column);
            }
        };
    }

    static String className(Stratifier stratifier, Comparison position) {
        return stratifier.classes().get(stratifier.classifier().classify(position));
    }

    /** How many positions are in each class. */
    static int[] counts(Stratifier stratifier, List<Comparison> positions) {
        int[] counts = new int[stratifier.classes().size()];
        positions.forEach(position -> counts[stratifier.classifier().classify(position)]++);
        return counts;
    }

    /** Positions of a small vocabulary, so that right, wrong, confident and unsure all occur before and after. */
    static List<Comparison> random(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 60)
                .<Comparison>mapToObj(position -> {
                    float[] original = new float[2 + random.nextInt(5)];
                    float[] spliced = new float[original.length];
                    for (int v = 0; v < original.length; v++) {
                        original[v] = (float) (2 * random.nextGaussian());
                        spliced[v] = (float) (original[v] + 2 * random.nextGaussian());
                    }
                    return Comparisons.of(original, spliced, random.nextInt(original.length), position * 4);
                })
                .toList();
    }

    /** A position of as many tokens as probabilities. */
    static Comparison of(double[] p, double[] q, int correct) {
        return Comparisons.of(logits(p), logits(q), correct);
    }

    private static float[] logits(double[] probabilities) {
        float[] logits = new float[probabilities.length];
        for (int v = 0; v < logits.length; v++) {
            logits[v] = (float) Math.log(probabilities[v]);
        }
        return logits;
    }
}
