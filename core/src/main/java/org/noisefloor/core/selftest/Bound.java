package org.noisefloor.core.selftest;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Which counts among some repetitions are compatible with a promised rate.
 *
 * @param repetitions how many there were, n
 * @param least the lowest rate that keeps the promise
 * @param most the highest one; 1 if there is none
 * @param error how rarely a rate that keeps it may be taken for one that does not, on either side
 */
record Bound(int repetitions, double least, double most, double error) {

    /** Whether no rate that keeps the promise would, but for {@link #error}, give so few: P(X ≤ count) of Binomial(n, least). */
    boolean isTooFew(int count) {
        return BinomialDistribution.of(repetitions, least).cumulativeProbability(count) < error;
    }

    /** Whether none would give so many: P(X ≥ count) of Binomial(n, most). */
    boolean isTooMany(int count) {
        return most < 1 && BinomialDistribution.of(repetitions, most).survivalProbability(count - 1) < error;
    }

    boolean allows(int count) {
        return !isTooFew(count) && !isTooMany(count);
    }

    /** The smallest count that is allowed. */
    int fewest() {
        int count = 0;
        while (isTooFew(count)) {
            count++;
        }
        return count;
    }

    /** The largest one. */
    int largest() {
        int count = repetitions;
        while (isTooMany(count)) {
            count--;
        }
        return count;
    }
}
