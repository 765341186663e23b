package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.DrawKey;

/**
 * The bootstrap's choices: how often each sequence, and each draw of a baseline, counts in a resample. Documents are drawn with replacement
 * (Efron and Tibshirani 1993), and with each of them all of its sequences: what one speaker says is no new sample from sequence to
 * sequence.
 *
 * <p>Independent draws of a baseline are part of what differs between documents, and are not drawn a second time. What all sequences have
 * in common is: a rotation that they share, the texts that a floor was calibrated on. Such groups are few, so a resample moves them
 * further than it drew them ({@link Units#stretch}).
 *
 * <p>A document without a scored position is no unit: resamples that draw little else would be undefined. What it has of intervened
 * positions counts once in each.
 */
final class Resampling {
    private static final int NO_UNIT = -1;

    private final long seed;
    private final Units units;
    /** By sequence, the place of its unit among the units. */
    private final int[] unitOf;
    /** By resample and sequence: every arm takes the same. */
    private final int[][] sequences;

    /**
     * @param count how many resamples, where there are enough units
     * @param looks how many might have ended the run
     * @param name of a unit
     * @param unitOf by sequence, the number of its unit from 0 on, without gaps; {@value #NO_UNIT} for what is not drawn
     */
    Resampling(long seed, int count, int looks, String name, int[] unitOf) {
        this.seed = seed;
        this.unitOf = unitOf;
        this.units = new Units(name, Arrays.stream(unitOf).max().orElse(NO_UNIT) + 1, looks);
        this.sequences = IntStream.range(0, units.giveIntervals() ? count : 0)
                .mapToObj(this::drawn)
                .toArray(int[][]::new);
    }

    /** Of a run's records, by document. */
    static Resampling of(long seed, int resamples, int looks, List<SequenceRecord> records) {
        return of(seed, resamples, looks, Units.DOCUMENT, records, Resampling::document);
    }

    /** As if each sequence were a document: what is often done, and how much it promises too much. */
    static Resampling bySequence(long seed, int resamples, int looks, List<SequenceRecord> records) {
        return of(seed, resamples, looks, Units.SEQUENCE, records, SequenceRecord::index);
    }

    private static Resampling of(
            long seed,
            int resamples,
            int looks,
            String name,
            List<SequenceRecord> records,
            ToIntFunction<SequenceRecord> unit) {
        SortedMap<Integer, Integer> places = new TreeMap<>();
        records.stream().filter(Resampling::counts).forEach(each -> places.put(unit.applyAsInt(each), 0));
        int next = 0;
        for (Map.Entry<Integer, Integer> each : places.entrySet()) {
            each.setValue(next++);
        }
        return new Resampling(
                seed,
                resamples,
                looks,
                name,
                records.stream()
                        .mapToInt(each -> places.getOrDefault(unit.applyAsInt(each), NO_UNIT))
                        .toArray());
    }

    private static boolean counts(SequenceRecord record) {
        return record.scored() + record.ends() > 0;
    }

    /** A sequence of a store that does not say where it comes from is taken as a document. */
    private static int document(SequenceRecord record) {
        return record.documents().length == 0 ? record.index() : record.documents()[0];
    }

    /** The same without resamples. */
    Resampling none() {
        return new Resampling(seed, 0, units.looks(), units.name(), unitOf);
    }

    /** What is drawn. */
    Units units() {
        return units;
    }

    /** Whether both draw the same units. */
    boolean drawsAs(Resampling other) {
        return Arrays.equals(unitOf, other.unitOf);
    }

    /** Sequences without a unit. */
    int leftOut() {
        return (int) Arrays.stream(unitOf).filter(unit -> unit == NO_UNIT).count();
    }

    /** How many resamples. */
    int count() {
        return sequences.length;
    }

    /** Multiplicities of the sequences in one resample. Not to be changed. */
    int[] sequences(int resample) {
        return sequences[resample];
    }

    private int[] drawn(int resample) {
        int[] times = multiplicities(
                DrawKey.of(seed, "bootstrap of " + units.name() + "s", resample).shared(), units.count());
        return Arrays.stream(unitOf)
                .map(unit -> unit == NO_UNIT ? 1 : times[unit])
                .toArray();
    }

    /** Whether resamples weigh the draws of an arm; else each counts once in all of them. */
    static boolean weighs(Arm.Draws draws) {
        return draws.count() > 1 && (draws.shared() || draws.calibrations() > 1);
    }

    /** How much each draw of an arm counts in one resample. */
    double[] draws(int resample, Arm arm) {
        int draws = arm.draws().count();
        double[] weights = allDraws(draws);
        if (!weighs(arm.draws())) {
            return weights;
        }
        int groups = arm.draws().shared() ? draws : arm.draws().calibrations();
        int[] times = groupsDrawn(resample, arm, groups);
        double stretch = units.stretch(groups);
        for (int k = 0; k < draws; k++) {
            weights[k] = 1 + stretch * (times[k % groups] - 1);
        }
        return weights;
    }

    /**
     * How much what knows all calibration texts, and then each of its {@linkplain Arm.Draws#recalibrations recalibrations}, counts in one
     * resample: what other texts would change is the difference that a group makes, divided by the number of groups, since all texts
     * are as many times as many.
     */
    double[] recalibrations(int resample, Arm arm) {
        int groups = arm.draws().recalibrations();
        double[] weights = new double[1 + groups];
        weights[0] = 1;
        int[] times = groupsDrawn(resample, arm, groups);
        for (int g = 0; g < groups; g++) {
            weights[1 + g] = units.stretch(groups) * (times[g] - 1) / groups;
        }
        return weights;
    }

    /** How often each group of what an arm's draws have in common is drawn. */
    private int[] groupsDrawn(int resample, Arm arm, int groups) {
        return multiplicities(
                DrawKey.of(seed, "bootstrap of draws of " + arm.name(), resample)
                        .shared(),
                groups);
    }

    /** A number with its resamples. */
    Resampled resampled(double value, double[] resamples) {
        return new Resampled(value, resamples, units);
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
            sampled.add(resampled(all[q], resampled[q]));
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

    /** Multiplicities of sequences that are not resampled. */
    static int[] once(int n) {
        int[] once = new int[n];
        Arrays.fill(once, 1);
        return once;
    }

    /** Weights of draws that are not resampled. */
    static double[] allDraws(int n) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        return all;
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
