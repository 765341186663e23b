package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.noisefloor.core.record.Arm;
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

    /** Units whose multiplicities are in memory at a time. */
    static final int BLOCK = 4096;

    private final long seed;
    private final int count;
    private final Units units;
    /** By sequence, the place of its unit among the units. */
    private final int[] unitOf;
    /** [resample][block], how many of a resample's units are of a block; empty for one block alone, of which all are. */
    private final int[][] inBlock;

    /** [resample][unit of the block], as numbers without a sign: every arm takes the same. */
    private byte[][] drawn = {};

    private int drawnBlock = -1;

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
        this.count = units.giveIntervals() ? count : 0;
        int blocks = (units.count() + BLOCK - 1) / BLOCK;
        this.inBlock = IntStream.range(0, blocks > 1 ? this.count : 0)
                .parallel()
                .mapToObj(resample -> inBlocks(resample, blocks))
                .toArray(int[][]::new);
    }

    /** Of a run's records, by document. */
    static Resampling of(long seed, int resamples, int looks, Heads heads) {
        return of(seed, resamples, looks, Units.DOCUMENT, heads, heads.documents());
    }

    /** As if each sequence were a document: what is often done, and how much it promises too much. */
    static Resampling bySequence(long seed, int resamples, int looks, Heads heads) {
        return of(seed, resamples, looks, Units.SEQUENCE, heads, heads.indices());
    }

    /** @param unit by sequence, some number of its unit */
    private static Resampling of(long seed, int resamples, int looks, String name, Heads heads, int[] unit) {
        int[] places = IntStream.range(0, unit.length)
                .filter(heads::counts)
                .map(s -> unit[s])
                .sorted()
                .distinct()
                .toArray();
        int[] unitOf = Arrays.stream(unit)
                .map(each -> Math.max(NO_UNIT, Arrays.binarySearch(places, each)))
                .toArray();
        return new Resampling(seed, resamples, looks, name, unitOf);
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
        return count;
    }

    /** How often the sequences from..to count: [resample][sequence − from], as numbers without a sign. */
    byte[][] times(int from, int to) {
        byte[][] times = new byte[count][to - from];
        for (int s = from; s < to; s++) {
            int unit = unitOf[s];
            byte[][] block = unit == NO_UNIT ? times : block(unit / BLOCK);
            for (int r = 0; r < count; r++) {
                times[r][s - from] = unit == NO_UNIT ? 1 : block[r][unit % BLOCK];
            }
        }
        return times;
    }

    /** Whether a sequence is of the unit of the one before it, so that both count the same in each resample. */
    boolean isDrawnWithLast(int sequence) {
        return unitOf[sequence] == unitOf[sequence - 1];
    }

    private byte[][] block(int block) {
        if (block != drawnBlock) {
            drawn = IntStream.range(0, count)
                    .parallel()
                    .mapToObj(resample -> drawn(resample, block))
                    .toArray(byte[][]::new);
            drawnBlock = block;
        }
        return drawn;
    }

    private byte[] drawn(int resample, int block) {
        int of = Math.min(BLOCK, units.count() - block * BLOCK);
        byte[] drawn = new byte[of];
        int[] times = inBlock.length == 0
                ? multiplicities(random(resample, ""), of, of)
                : multiplicities(random(resample, ", block " + block), of, inBlock[resample][block]);
        for (int unit = 0; unit < of; unit++) {
            drawn[unit] = (byte) Math.min(0xff, times[unit]); // so many of more units than these there are never
        }
        return drawn;
    }

    /** First by block, then within each: the same as at once, but that no block needs the others. */
    private int[] inBlocks(int resample, int blocks) {
        RandomGenerator random = random(resample, "");
        int[] times = new int[blocks];
        for (int i = 0; i < units.count(); i++) {
            times[below(random, units.count()) / BLOCK]++;
        }
        return times;
    }

    private RandomGenerator random(int resample, String of) {
        return DrawKey.of(seed, "bootstrap of " + units.name() + "s" + of, resample)
                .shared();
    }

    /**
     * How many groups the draws of an arm are in, draw k in group k mod this number: those of one group count alike in every resample. Where
     * draws have nothing in common, all are one.
     */
    static int groups(Arm.Draws draws) {
        return draws.count() < 2 ? 1 : draws.shared() ? draws.count() : Math.max(1, draws.calibrations());
    }

    /** How much each group of an arm's draws counts in one resample. */
    double[] draws(int resample, Arm arm) {
        int groups = groups(arm.draws());
        double[] weights = allDraws(groups);
        if (groups > 1) {
            int[] times = groupsDrawn(resample, arm, groups);
            double stretch = units.stretch(groups);
            for (int g = 0; g < groups; g++) {
                weights[g] = 1 + stretch * (times[g] - 1);
            }
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
                groups,
                groups);
    }

    /** A number with its resamples. */
    Resampled resampled(double value, double[] resamples) {
        return new Resampled(value, resamples, units);
    }

    /** Weights of draws that are not resampled. */
    static double[] allDraws(int n) {
        double[] all = new double[n];
        Arrays.fill(all, 1);
        return all;
    }

    /** @param draws how many */
    private static int[] multiplicities(RandomGenerator random, int n, int draws) {
        int[] times = new int[n];
        for (int i = 0; i < draws; i++) {
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
