package org.noisefloor.testkit.metric;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.noisefloor.api.metric.Sums;

/**
 * Sums that note which columns are asked for. They are some that no positions need to have: whatever a formula asks before it reads on,
 * some of them say yes and some no.
 */
final class RecordingSums implements Sums {
    private static final double[] VALUES = {0, 1, -1, 0.5, 2, 1e3, 1e9, Double.POSITIVE_INFINITY};
    private static final double[] COUNTS = {1, 2, 40, 1e6};

    private final long seed;
    private final Set<String> read = new TreeSet<>();

    RecordingSums(long seed) {
        this.seed = seed;
    }

    Set<String> read() {
        return Set.copyOf(read);
    }

    @Override
    public double count() {
        return COUNTS[choice("", COUNTS.length)];
    }

    @Override
    public double sum(String column) {
        read.add(column);
        return VALUES[choice(column, VALUES.length)];
    }

    @Override
    public double sum(String column, int component) {
        read.add(column);
        return VALUES[choice(column + component, VALUES.length)];
    }

    /** The same at every call. */
    private int choice(String of, int among) {
        return new SplittableRandom(31 * seed + of.hashCode()).nextInt(among);
    }
}
