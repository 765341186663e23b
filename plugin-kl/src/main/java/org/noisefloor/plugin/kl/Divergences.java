package org.noisefloor.plugin.kl;

import org.noisefloor.api.Comparison;

/** What this plugin's metrics need of a position, computed once for all of them. */
final class Divergences implements Comparison.Work {
    private final ExactPath exact = new ExactPath();
    private final DecadeSums sums = new DecadeSums();

    static Divergences of(Comparison comparison) {
        return comparison.shared(Divergences.class, Divergences::new);
    }

    @Override
    public void compute(Comparison comparison) {
        exact.read(comparison, sums);
    }

    double total(Quantity quantity) {
        return sums.total(quantity);
    }

    void byDecade(Quantity quantity, double[] out, int at) {
        sums.copy(quantity, out, at);
    }

    ChainRule split(int token) {
        return exact.split(token);
    }

    /** @param order positive; 1 is KL */
    double renyi(double order) {
        if (order == 1) {
            return total(Quantity.KL);
        }
        return order == Double.POSITIVE_INFINITY ? exact.largestFall() : exact.renyi(order);
    }
}
