package org.noisefloor.api.metric;

/**
 * Decades of the original's probability p_v, by which it is told what a divergence listens to:
 * [0, 1e-8], (1e-8, 1e-7], …, (1e-1, 1].
 */
public final class Decades {
    /** How many there are. */
    public static final int COUNT = 9;

    /** The θ of {@code tail_share} unless an option says otherwise. */
    public static final double DEFAULT_TAIL = 1e-4;

    /** Upper ends, inclusive, but for the last. */
    private static final double[] UPPER = {1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1};

    private Decades() {}

    /** The decade of a probability. */
    public static int of(double p) {
        int decade = 0;
        while (decade < UPPER.length && p > UPPER[decade]) {
            decade++;
        }
        return decade;
    }

    /** The largest probability of a decade, inclusive. */
    public static double upperEnd(int decade) {
        return decade < UPPER.length ? UPPER[decade] : 1;
    }

    /** The column of COUNT sums that {@link #tailShare} reads. */
    public static Column column(String quantity) {
        return Column.of(quantity + "_by_decade", COUNT);
    }

    /**
     * {@code NAME_tail_share}: the share of a sum over tokens that comes from tokens with p_v ≤ θ.
     *
     * @param quantity what is summed, see {@link #column}
     * @param theta the upper end of a decade
     * @throws IllegalArgumentException if θ is none, with one plain sentence
     */
    public static Figure tailShare(String quantity, double theta) {
        int decades = upTo(theta);
        String column = column(quantity).name();
        return Figure.named(quantity + "_tail_share")
                .unit("share")
                .reading(column)
                .doc("share of " + quantity + " from tokens that the original gave at most " + theta)
                .of(new TailShare(quantity, column, decades));
    }

    /** The share of the lowest decades in the sum of all. */
    private record TailShare(String quantity, String column, int decades) implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return upTo(decades, sums) / upTo(COUNT, sums);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return "undefined: " + quantity + (upTo(COUNT, sums) == 0 ? " is 0" : " is infinite");
        }

        private double upTo(int end, Sums sums) {
            double sum = 0;
            for (int i = 0; i < end; i++) {
                sum += sums.sum(column, i);
            }
            return sum;
        }
    }

    /** How many decades lie at or below θ. */
    private static int upTo(double theta) {
        for (int i = 0; i < UPPER.length; i++) {
            if (Math.abs(UPPER[i] - theta) <= 1e-9 * theta) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(
                "tail is " + theta + ", a power of ten from 1e-8 to 0.1 is needed, where a decade ends");
    }
}
