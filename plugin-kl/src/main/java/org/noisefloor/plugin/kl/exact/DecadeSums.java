package org.noisefloor.plugin.kl.exact;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Decades;

/** The sums over tokens at one position: each {@link Quantity} by decade of the original's probability. */
public final class DecadeSums {
    private static final List<Quantity> WEIGHTED =
            Stream.of(Quantity.values()).filter(Quantity::isWeighted).toList();

    private final double[][] sums = new double[Quantity.values().length][Decades.COUNT];

    public void clear() {
        for (double[] row : sums) {
            Arrays.fill(row, 0);
        }
    }

    public void add(Quantity quantity, int decade, double value) {
        sums[quantity.ordinal()][decade] += value;
    }

    public double of(Quantity quantity, int decade) {
        return sums[quantity.ordinal()][decade];
    }

    public double total(Quantity quantity) {
        double total = 0;
        for (double sum : sums[quantity.ordinal()]) {
            total += sum;
        }
        return total;
    }

    public void copy(Quantity quantity, double[] out, int at) {
        System.arraycopy(sums[quantity.ordinal()], 0, out, at, Decades.COUNT);
    }

    /** What one token adds to every quantity that its probabilities weigh. */
    public void addWeighted(int decade, double p, double q, double d) {
        addWeighted(WEIGHTED, decade, p, q, d);
    }

    /** What one token adds to those of the quantities that its probabilities weigh. */
    public void addWeighted(Collection<Quantity> quantities, int decade, double p, double q, double d) {
        for (Quantity quantity : quantities) {
            if (quantity.isWeighted()) {
                add(quantity, decade, quantity.term(p, q, d));
            }
        }
    }
}
