package org.noisefloor.core.selftest;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * How often one of K + 1 exchangeable sums was the smallest, the second, … the largest: each place is as likely as any other.
 *
 * @param counts by the number of draws below, 0..K
 */
record RankCounts(long[] counts) {

    static RankCounts among(int draws) {
        return new RankCounts(new long[draws + 1]);
    }

    void add(int below) {
        counts[below]++;
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    /** Pearson's χ² against the uniform distribution, as the probability of one so large; NaN without a rank. */
    double probability() {
        double expected = (double) total() / counts.length;
        double distance = 0;
        for (long count : counts) {
            distance += (count - expected) * (count - expected) / expected;
        }
        return expected > 0 ? ChiSquaredDistribution.of(counts.length - 1.0).survivalProbability(distance) : Double.NaN;
    }
}
