package org.noisefloor.core.summary;

import java.util.random.RandomGenerator;
import org.noisefloor.core.run.DrawKey;

/**
 * The bootstrap's choices: how often each sequence, and each draw of a baseline, counts in a resample. Sequences are drawn
 * with replacement (Efron and Tibshirani 1993); so are the draws of a baseline, with one choice per resample for all
 * sequences and sites.
 */
record Resampling(long seed, int count) {

    /** Multiplicities of the sequences in one resample; they sum to the number of sequences. */
    int[] sequences(int resample, int sequences) {
        return multiplicities(
                DrawKey.of(seed, "bootstrap of sequences", resample).shared(), sequences);
    }

    /** Multiplicities of a baseline's draws in one resample. */
    int[] draws(int resample, String baseline, int draws) {
        if (draws == 1) {
            return new int[] {1};
        }
        return multiplicities(
                DrawKey.of(seed, "bootstrap of draws of " + baseline, resample).shared(), draws);
    }

    private static int[] multiplicities(RandomGenerator random, int n) {
        int[] times = new int[n];
        for (int i = 0; i < n; i++) {
            times[random.nextInt(n)]++;
        }
        return times;
    }
}
