package org.noisefloor.core.summary;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What is drawn with replacement, and how far an interval reaches for so many of them.
 *
 * <p>Plain percentiles of n units are too narrow: they take the spread of the units with n in the denominator, and a normal tail for
 * what is Student's. <em>Expanded</em> percentiles (Hesterberg 2015, "What Teachers Should Know about the Bootstrap") are taken at
 * Φ(−√(n/(n−1))·t), t the 97.5 % point of Student's distribution with n − 1 degrees of freedom. They hold where the bootstrap's own
 * distribution is that of a mean; with fewer than {@value #FEWEST} units it is hardly a distribution at all.
 *
 * <p>Where a run was looked at several times and the first narrow interval ended it, each look takes its part of the 5 %, so that with 95 %
 * none of their intervals misses the truth, and so neither does the last (Bonferroni's inequality).
 */
final class Units {
    /** With fewer there is no interval. */
    static final int FEWEST = 6;

    /** With fewer there is a warning. */
    static final int FEW = 20;

    static final String DOCUMENT = "document";
    static final String SEQUENCE = "sequence";

    private static final double TAIL = 0.025;

    /** How often what is just large enough to be found is missed. */
    private static final double MISSED = 0.2;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private final String name;
    private final int count;
    private final int looks;
    /** Every figure and every resample asks for these, and each is a search for a root. */
    private final Map<Integer, Double> stretches = new ConcurrentHashMap<>();

    private volatile double tail = Double.NaN;
    private volatile double detectable = Double.NaN;

    /**
     * @param name one of them: {@code document} or {@code sequence}
     * @param count how many, n
     * @param looks how many might have ended the run
     */
    Units(String name, int count, int looks) {
        this.name = name;
        this.count = count;
        this.looks = looks;
    }

    /** Looked at once. */
    Units(String name, int count) {
        this(name, count, 1);
    }

    String name() {
        return name;
    }

    int count() {
        return count;
    }

    int looks() {
        return looks;
    }

    boolean giveIntervals() {
        return count >= FEWEST;
    }

    /** Why there are no intervals. */
    String tooFew() {
        return String.format(
                Locale.ROOT,
                "no interval: %d %s, and fewer than %d tell too little of how %ss differ",
                count,
                count == 1 ? name : name + "s",
                FEWEST,
                name);
    }

    /** The share of resamples below the lower end of an interval that holds with 95 %, whichever look it is of. */
    double tail() {
        if (Double.isNaN(tail)) {
            // the last digits of these functions may differ between machines, and so would those of every interval
            tail = rounded(NORMAL.cumulativeProbability(-spread() * outside()));
        }
        return tail;
    }

    /**
     * The two-sided probability that belongs to a share of resamples beyond a bound, as wide as {@linkplain #tail intervals} are: below
     * 0.05 exactly where the bound lies outside the interval.
     *
     * @param beyond the share of resamples on the other side of the bound, above 0
     */
    double probability(double beyond) {
        return ofDeviation(NORMAL.inverseSurvivalProbability(Math.min(0.5, beyond)));
    }

    /** The same for a bound that lies so many bootstrap standard errors away. */
    double ofDeviation(double standardErrors) {
        return Math.min(1, rounded(2 * looks * student().survivalProbability(standardErrors / spread())));
    }

    /**
     * How many bootstrap standard errors a difference must have to be found four times out of five by an interval that does not hold 0: 1.96 + 0.84
     * where units are many, and the points of Student's distribution in their place where they are few. NaN where there are no intervals.
     */
    double detectable() {
        if (Double.isNaN(detectable) && giveIntervals()) {
            detectable = rounded(spread() * (outside() + student().inverseSurvivalProbability(MISSED)));
        }
        return detectable;
    }

    /**
     * How much more, or less, a draw counts than it was drawn, so that resampling a few groups by percentiles spreads as wide as Student's
     * interval of so many groups: the expansion of {@link #tail} in the place of the tail.
     */
    double stretch(int groups) {
        return stretches.computeIfAbsent(groups, this::stretchOf);
    }

    private double stretchOf(int groups) {
        Units of = new Units("group", groups, looks);
        return rounded(of.spread() * of.outside() / NORMAL.inverseSurvivalProbability(TAIL / looks));
    }

    /** How many standard errors an interval reaches to either side. */
    private double outside() {
        return student().inverseSurvivalProbability(TAIL / looks);
    }

    private double spread() {
        return Math.sqrt(count / (count - 1.0));
    }

    private TDistribution student() {
        return TDistribution.of(count - 1.0);
    }

    private static double rounded(double number) {
        return Math.rint(number * 1e12) / 1e12;
    }
}
