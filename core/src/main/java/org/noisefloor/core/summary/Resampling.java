package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.DrawKey;

/**
 * The bootstrap's choices: how often each sequence, and each draw of a baseline, counts in a resample. Sequences are drawn
 * with replacement (Efron and Tibshirani 1993); so are the draws of a baseline, with one choice per resample for all
 * sequences and sites.
 *
 * <p>A sequence without a scored position is no unit: resamples that draw little else would be undefined. What it has of intervened
 * positions counts once in each.
 *
 */
final class Resampling {
    private final long seed;
    private final boolean[] isUnit;
    /** By resample and sequence: every arm takes the same. */
    private final int[][] sequences;

    /**
     * @param count how many resamples; 0 where there are too few units
     * @param isUnit by sequence, whether it is drawn
     */
    Resampling(long seed, int count, boolean[] isUnit) {
        this.seed = seed;
        this.isUnit = isUnit;
        int units = units();
        this.sequences = IntStream.range(0, count)
                .mapToObj(resample -> drawn(resample, units))
                .toArray(int[][]::new);
    }

    /** Of a run's records. */
    static Resampling of(long seed, int resamples, List<SequenceRecord> records) {
        boolean[] units = new boolean[records.size()];
        int many = 0;
        for (int s = 0; s < units.length; s++) {
            units[s] = records.get(s).scored() + records.get(s).ends() > 0;
            many += units[s] ? 1 : 0;
        }
        // every resample of a single sequence is that sequence: an interval of width 0, which would be a lie
        return new Resampling(seed, many < 2 ? 0 : resamples, units);
    }

    /** The same without resamples. */
    Resampling none() {
        return new Resampling(seed, 0, isUnit);
    }

    /** Sequences that are drawn. */
    int units() {
        int units = 0;
        for (boolean each : isUnit) {
            units += each ? 1 : 0;
        }
        return units;
    }

    /** How many resamples. */
    int count() {
        return sequences.length;
    }

    /** Multiplicities of the sequences in one resample; those of units sum to their number. Not to be changed. */
    int[] sequences(int resample) {
        return sequences[resample];
    }

    private int[] drawn(int resample, int units) {
        int[] drawn = multiplicities(
                DrawKey.of(seed, "bootstrap of sequences", resample).shared(), units);
        if (units == isUnit.length) {
            return drawn;
        }
        int[] times = new int[isUnit.length];
        int unit = 0;
        for (int s = 0; s < times.length; s++) {
            times[s] = isUnit[s] ? drawn[unit++] : 1;
        }
        return times;
    }

    /** Multiplicities of a baseline's draws in one resample. */
    int[] draws(int resample, String baseline, int draws) {
        if (draws == 1) {
            return new int[] {1};
        }
        return multiplicities(
                DrawKey.of(seed, "bootstrap of draws of " + baseline, resample).shared(), draws);
    }

    /**
     * Ratios of sums over sequences, with their resamples.
     *
     * @param sums [sequence][quantity]
     * @param counts what each quantity is divided by, by sequence
     */
    List<Resampled> ratios(double[][] sums, double[] counts, int quantities) {
        double[] all = new double[quantities];
        double[][] resampled = new double[quantities][count()];
        ratios(sums, counts, once(sums.length), all);
        double[] ratios = new double[quantities];
        for (int r = 0; r < count(); r++) {
            ratios(sums, counts, sequences(r), ratios);
            for (int q = 0; q < quantities; q++) {
                resampled[q][r] = ratios[q];
            }
        }
        List<Resampled> sampled = new ArrayList<>();
        for (int q = 0; q < quantities; q++) {
            sampled.add(new Resampled(all[q], resampled[q]));
        }
        return sampled;
    }

    private static void ratios(double[][] sums, double[] counts, int[] times, double[] out) {
        Arrays.fill(out, 0);
        double total = 0;
        for (int s = 0; s < sums.length; s++) {
            if (times[s] > 0) {
                total += times[s] * counts[s];
                for (int q = 0; q < out.length; q++) {
                    out[q] += times[s] * sums[s][q];
                }
            }
        }
        for (int q = 0; q < out.length; q++) {
            out[q] /= total;
        }
    }

    /** Multiplicities of what is not resampled. */
    static int[] once(int n) {
        int[] once = new int[n];
        Arrays.fill(once, 1);
        return once;
    }

    private static int[] multiplicities(RandomGenerator random, int n) {
        int[] times = new int[n];
        for (int i = 0; i < n; i++) {
            times[below(random, n)]++;
        }
        return times;
    }

    /** A uniform number in 0..bound−1 from nextLong alone: how nextInt uses the bits may change with the JDK. */
    private static int below(RandomGenerator random, int bound) {
        long last = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long bits = random.nextLong() >>> 1;
        while (bits >= last) {
            bits = random.nextLong() >>> 1;
        }
        return (int) (bits % bound);
    }
}
