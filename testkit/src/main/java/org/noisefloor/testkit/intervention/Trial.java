package org.noisefloor.testkit.intervention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;

/** One instance under trial, calibrated if it asks for that, and the batches of {@link InterventionContract}. */
final class Trial {
    static final int LENGTH = 6;
    static final int ROWS = 2 * LENGTH;
    static final int[] INTERVENED = {1, 2, 3, 4, 5, 7, 8, 9, 10};
    static final TestActivations.Key KEY = new TestActivations.Key(11, 0, LENGTH, 0);

    private final Intervention intervention;
    private final int width;
    private final int[] writtenWidths;

    Trial(InterventionContract contract) {
        this(contract, 101, 102);
    }

    /** @param calibration the seeds of its batches */
    Trial(InterventionContract contract, long... calibration) {
        this.width = contract.context().site().width();
        this.intervention = contract.create(contract.context());
        this.writtenWidths =
                needs().writes().stream().mapToInt(contract::widthOf).toArray();
        if (needs().isCalibrated()) {
            LongStream.of(calibration).forEach(seed -> calibrate(batch(seed)).pass());
            if (calibration.length > 0) {
                intervention.calibrated();
            }
        }
    }

    /** One that was shown nothing yet. */
    static Trial uncalibrated(InterventionContract contract) {
        return new Trial(contract, new long[0]);
    }

    /** How many sites are written. */
    int writes() {
        return Math.max(1, writtenWidths.length);
    }

    Needs needs() {
        return intervention.needs();
    }

    List<Observation> observations() {
        return intervention.observations();
    }

    int features() {
        return intervention.features();
    }

    Map<String, Object> provenance() {
        return intervention.provenance();
    }

    List<String> notes() {
        return intervention.notes();
    }

    Map<String, Double> calibratedTo() {
        return intervention.calibratedTo();
    }

    TestActivations calibrate(TestActivations batch) {
        intervention.calibrate(batch);
        return batch;
    }

    void close() {
        intervention.close();
    }

    TestActivations replace(TestActivations batch) {
        intervention.replace(batch);
        return batch;
    }

    TestActivations batch(long seed) {
        return activations(numbers(seed), KEY);
    }

    /** A batch none of whose rows is to be replaced. */
    TestActivations batchWithoutIntervenedRows(long seed) {
        return batch(seed).masked(row -> false);
    }

    /** Some rows of one batch among the rows of another. */
    TestActivations batchWithRowsOf(long seed, int first, int rows, long others) {
        float[][] numbers = numbers(others);
        System.arraycopy(numbers(seed), first, numbers, first, rows);
        return activations(numbers, KEY);
    }

    /** A batch that starts with the second sequence of another one. */
    TestActivations secondSequenceFirst(long seed) {
        float[][] numbers = numbers(seed);
        float[][] moved = numbers(seed + 1000);
        System.arraycopy(numbers, LENGTH, moved, 0, LENGTH);
        return activations(moved, new TestActivations.Key(KEY.seed(), KEY.draw(), LENGTH, 1))
                .masked(row -> isIntervened(row < LENGTH ? row + LENGTH : row));
    }

    private float[][] numbers(long seed) {
        float[][] numbers = TestActivations.gaussian(ROWS, width, seed);
        Arrays.fill(numbers[ROWS - 1], Float.NaN);
        return numbers;
    }

    private TestActivations activations(float[][] numbers, TestActivations.Key key) {
        TestActivations activations =
                TestActivations.of(numbers).masked(Trial::isIntervened).keyed(key);
        if (writtenWidths.length > 0) {
            activations = activations.writing(IntStream.of(writtenWidths)
                    .mapToObj(w -> new float[ROWS][w])
                    .toArray(float[][][]::new));
        }
        return needs().isMatched() ? activations.matchedTo(matchedTo(numbers)) : activations;
    }

    private static boolean isIntervened(int row) {
        return Arrays.binarySearch(INTERVENED, row) >= 0;
    }

    /** A function of each row alone, so that rows can be exchanged; not small beside the original. */
    private static float[][] matchedTo(float[][] numbers) {
        float[][] matched = new float[numbers.length][];
        for (int row = 0; row < numbers.length; row++) {
            matched[row] = numbers[row].clone();
            for (int i = 0; i < matched[row].length; i++) {
                matched[row][i] = 0.75f * matched[row][i] + 0.25f;
            }
        }
        return matched;
    }

    /**
     * All rows of the replacement, those of all sites that are written behind each other; rows outside the mask are empty, since they
     * may hold anything.
     */
    float[][] results(TestActivations batch) {
        float[][] results = new float[ROWS][0];
        for (int row : INTERVENED) {
            for (int write = 0; write < writes(); write++) {
                results[row] = joined(results[row], batch.replacedRow(write, row));
            }
        }
        return results;
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The bits of all values, so that a NaN equals itself. */
    static int[] bits(FloatBuffer values) {
        int[] bits = new int[values.capacity()];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values.get(i)));
        return bits;
    }

    void assertSame(TestActivations actual, TestActivations expected) {
        assertThat(results(actual)).isDeepEqualTo(results(expected));
    }
}
