package org.noisefloor.plugin.kl;

import java.util.Arrays;
import org.noisefloor.api.Decades;

/** The sums over tokens at one position: each {@link Quantity} by decade of the original's probability. */
final class DecadeSums {
    private final double[][] sums = new double[Quantity.values().length][Decades.COUNT];

    void clear() {
        for (double[] row : sums) {
            Arrays.fill(row, 0);
        }
    }

    void add(Quantity quantity, int decade, double value) {
        sums[quantity.ordinal()][decade] += value;
    }

    double of(Quantity quantity, int decade) {
        return sums[quantity.ordinal()][decade];
    }

    double total(Quantity quantity) {
        double total = 0;
        for (double sum : sums[quantity.ordinal()]) {
            total += sum;
        }
        return total;
    }

    void copy(Quantity quantity, double[] out, int at) {
        System.arraycopy(sums[quantity.ordinal()], 0, out, at, Decades.COUNT);
    }

    /** What one token adds to every quantity that its probabilities weigh. */
    void addWeighted(int decade, double p, double q, double d) {
        add(Quantity.KL, decade, Terms.kl(p, q, d));
        add(Quantity.KL_SIGNED, decade, Terms.klSigned(p, d));
        add(Quantity.KL_REVERSE, decade, Terms.kl(q, p, -d));
        add(Quantity.JS, decade, Terms.js(p, q, d));
        add(Quantity.TV, decade, Terms.tv(p, q, d));
        add(Quantity.HELLINGER_SQ, decade, Terms.hellingerSquare(p, q, d));
        add(Quantity.MASS_P, decade, p);
        add(Quantity.MASS_Q, decade, q);
    }
}
