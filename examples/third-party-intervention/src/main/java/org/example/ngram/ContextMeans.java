package org.example.ngram;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;

/** Sums of activations by the tokens before them, and their means in the place of activations. */
final class ContextMeans implements Intervention {
    private static final class Sum {
        private final double[] values;
        private int count;

        Sum(int width) {
            this.values = new double[width];
        }
    }

    private final NgramMean.Options options;
    private final Map<List<Integer>, Sum> byContext = new HashMap<>();

    ContextMeans(NgramMean.Options options) {
        this.options = options;
    }

    @Override
    public Needs needs() {
        return Needs.nothing().calibrated();
    }

    @Override
    public void calibrate(Activations activations) {
        int width = activations.width();
        FloatBuffer original = activations.original();
        for (int row = 0; row < activations.rows(); row++) {
            if (activations.intervened(row)) {
                for (List<Integer> context : contexts(activations, row)) {
                    Sum sum = byContext.computeIfAbsent(context, none -> new Sum(width));
                    sum.count++;
                    for (int i = 0; i < width; i++) {
                        sum.values[i] += original.get(row * width + i);
                    }
                }
            }
        }
    }

    @Override
    public void calibrated() {
        byContext.entrySet().removeIf(context -> !context.getKey().isEmpty() && context.getValue().count < options.least());
    }

    @Override
    public void replace(Activations activations) {
        int width = activations.width();
        FloatBuffer replaced = activations.replaced();
        for (int row = 0; row < activations.rows(); row++) {
            if (activations.intervened(row)) {
                Sum sum = longestKnown(activations, row);
                for (int i = 0; i < width; i++) {
                    replaced.put(row * width + i, (float) (sum.values[i] / sum.count));
                }
            }
        }
    }

    private Sum longestKnown(Activations activations, int row) {
        List<List<Integer>> contexts = contexts(activations, row);
        for (int n = contexts.size() - 1; n > 0; n--) {
            Sum sum = byContext.get(contexts.get(n));
            if (sum != null) {
                return sum;
            }
        }
        return byContext.get(List.of());
    }

    /** No token, the token of a row, this and the one before it, up to n of them within the sequence. */
    private List<List<Integer>> contexts(Activations activations, int row) {
        int most = Math.min(options.n(), row % activations.length() + 1);
        List<List<Integer>> contexts = new ArrayList<>(List.of(List.of()));
        List<Integer> backwards = new ArrayList<>();
        for (int back = 0; back < most; back++) {
            backwards.add(activations.token(row - back));
            contexts.add(List.copyOf(backwards));
        }
        return contexts;
    }

    /** How many contexts it knows, for the report. */
    @Override
    public Map<String, Double> calibratedTo() {
        return Map.of("contexts", (double) byContext.size());
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of("n", options.n(), "least", options.least());
    }
}
