package org.noisefloor.plugin.kl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.noisefloor.api.Option;

/** @param alpha the orders, each above 0; 1 is {@code kl} */
public record RenyiOptions(
        @Option(doc = "the orders, each a number above 0 or .inf; 1 is kl", orElse = "[0.5, 2, .inf]")
        List<Double> alpha) {

    public RenyiOptions {
        alpha = List.copyOf(alpha);
        if (alpha.isEmpty()) {
            throw new IllegalArgumentException("alpha is empty, at least one order is needed");
        }
        Set<String> names = new HashSet<>();
        for (double order : alpha) {
            if (!(order > 0)) {
                throw new IllegalArgumentException("alpha has the order " + order + ", a number above 0 is needed");
            }
            if (!names.add(name(order))) {
                throw new IllegalArgumentException("alpha has the order " + order + " twice");
            }
        }
    }

    /** {@code renyi_0_5}, {@code renyi_2}, {@code renyi_inf}. */
    static String name(double order) {
        if (Double.isInfinite(order)) {
            return "renyi_inf";
        }
        String text = order == Math.rint(order) && order < 1e15 ? Long.toString((long) order) : Double.toString(order);
        return "renyi_" + text.replaceAll("[^0-9]+", "_");
    }
}
