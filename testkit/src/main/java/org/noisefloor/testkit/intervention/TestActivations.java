package org.noisefloor.testkit.intervention;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.intervention.Activations;

/**
 * Activations made from arrays. Each instance has buffers of its own, direct as the host's, and {@link #replaced} starts as a
 * copy of the original.
 *
 * <p>As in a run, the generator of a row depends on (seed, draw, sequence, position) alone.
 */
public final class TestActivations implements Activations {
    private static final int MOST_OBSERVATIONS = 64;

    private final Given given;

    private final FloatBuffer original;
    private final List<FloatBuffer> replaced;
    private final @Nullable FloatBuffer matched;
    private final double[][] observed;
    private final List<List<Integer>> active;
    private boolean sharedRandomAsked;
    private boolean randomAsked;
    private int observations;

    /** What these were made from; arrays are not changed. */
    private static final class Given {
        private final float[][] rows;
        private float @Nullable [][] matched;
        private float[][][] written;
        private IntPredicate mask = row -> true;
        private IntUnaryOperator tokens = row -> 0;
        private IntUnaryOperator documents = row -> 0;
        private Key key = Key.DEFAULT;

        Given(float[][] rows) {
            this.rows = rows;
            this.written = new float[][][] {rows};
        }

        Given(Given other) {
            this.rows = other.rows;
            this.matched = other.matched;
            this.written = other.written;
            this.mask = other.mask;
            this.tokens = other.tokens;
            this.documents = other.documents;
            this.key = other.key;
        }
    }

    /**
     * What the random numbers depend on, beside the row.
     *
     * @param length rows that make a sequence
     * @param firstSequence index in the corpus of the sequence that the first rows belong to
     */
    public record Key(long seed, int draw, int length, int firstSequence) {
        public Key {
            if (length < 1) {
                throw new IllegalArgumentException("a sequence has at least one row, not " + length);
            }
        }

        /** Draw 0 of seed 0, all rows in one sequence. */
        public static final Key DEFAULT = new Key(0, 0, Integer.MAX_VALUE, 0);

        public Key withDraw(int other) {
            return new Key(seed, other, length, firstSequence);
        }
    }

    private TestActivations(Given given) {
        if (given.rows.length == 0 || given.rows[0].length == 0) {
            throw new IllegalArgumentException("activations have at least one row of one number");
        }
        this.given = given;
        this.original = direct(given.rows);
        this.replaced = Stream.of(given.written).map(TestActivations::direct).toList();
        this.matched = given.matched == null ? null : direct(given.matched);
        this.observed = new double[MOST_OBSERVATIONS][given.rows.length];
        for (double[] each : observed) {
            Arrays.fill(each, Double.NaN);
        }
        this.active = Stream.generate(() -> (List<Integer>) new ArrayList<Integer>())
                .limit(given.rows.length)
                .toList();
    }

    /** All rows intervened on, nothing to be matched to, tokens 0 of document 0, {@link Key#DEFAULT}. */
    public static TestActivations of(float[]... rows) {
        return new TestActivations(new Given(rows));
    }

    /** A matrix of standard normal numbers. */
    public static float[][] gaussian(int rows, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] matrix = new float[rows][width];
        for (float[] row : matrix) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return matrix;
    }

    /** The same with a mask, and fresh buffers. */
    public TestActivations masked(IntPredicate intervened) {
        return with(changed -> changed.mask = intervened);
    }

    /** The same with the result of an intervention to be matched to, and fresh buffers. */
    public TestActivations matchedTo(float[]... replacedRows) {
        return with(changed -> changed.matched = replacedRows);
    }

    /**
     * The same for an intervention that writes sites of its choice, and fresh buffers.
     *
     * @param originals the original activations at each of these sites
     */
    public TestActivations writing(float[][]... originals) {
        return with(changed -> changed.written = originals);
    }

    /** The same with the token and the document of each row, and fresh buffers. */
    public TestActivations reading(IntUnaryOperator tokens, IntUnaryOperator documents) {
        return with(changed -> {
            changed.tokens = tokens;
            changed.documents = documents;
        });
    }

    /** The same under another key, and fresh buffers. */
    public TestActivations keyed(Key other) {
        return with(changed -> changed.key = other);
    }

    private TestActivations with(Consumer<Given> change) {
        Given changed = new Given(given);
        change.accept(changed);
        return new TestActivations(changed);
    }

    private static FloatBuffer direct(float[][] rows) {
        FloatBuffer buffer = ByteBuffer.allocateDirect(Math.multiplyExact(rows.length * rows[0].length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (float[] row : rows) {
            buffer.put(row);
        }
        return buffer.rewind();
    }

    @Override
    public int rows() {
        return given.rows.length;
    }

    @Override
    public int length() {
        return Math.min(given.key.length(), given.rows.length);
    }

    @Override
    public int width() {
        return given.rows[0].length;
    }

    @Override
    public FloatBuffer original() {
        return original;
    }

    @Override
    public FloatBuffer matched() {
        if (matched == null) {
            throw new IllegalStateException("these activations are matched to nothing");
        }
        return matched;
    }

    @Override
    public FloatBuffer replaced(int write) {
        return replaced.get(write);
    }

    @Override
    public boolean intervened(int row) {
        return given.mask.test(row);
    }

    @Override
    public int token(int row) {
        return given.tokens.applyAsInt(row);
    }

    @Override
    public int sequence(int row) {
        return given.key.firstSequence() + row / given.key.length();
    }

    @Override
    public int document(int row) {
        return given.documents.applyAsInt(row);
    }

    @Override
    public RandomGenerator random(int row) {
        randomAsked = true;
        return new SplittableRandom(mix(mix(draw() ^ sequence(row)) ^ (row % given.key.length())));
    }

    @Override
    public RandomGenerator sharedRandom() {
        sharedRandomAsked = true;
        return new SplittableRandom(draw());
    }

    /** Whether the random numbers that all sequences share were asked for. */
    public boolean isSharedRandomAsked() {
        return sharedRandomAsked;
    }

    /** Whether the random numbers of a row were asked for. */
    boolean isRandomAsked() {
        return randomAsked;
    }

    /** How many observations there must be for all that were reported. */
    int observations() {
        return observations;
    }

    /** The call is over: the buffers hold other numbers, as a run's do. */
    void pass() {
        Stream.concat(Stream.of(original), replaced.stream()).forEach(TestActivations::pass);
        if (matched != null) {
            pass(matched);
        }
    }

    private static void pass(FloatBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, Float.NaN);
        }
    }

    private long draw() {
        return mix(mix(given.key.seed()) ^ given.key.draw());
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long word) {
        long z = word + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public void observe(int index, int row, double value) {
        observations = Math.max(observations, index + 1);
        observed[index][row] = value;
    }

    @Override
    public void active(int row, int feature) {
        active.get(row).add(feature);
    }

    /** The features that were reported as active at a row, in the order in which they were. */
    public List<Integer> activeFeatures(int row) {
        return List.copyOf(active.get(row));
    }

    /** What was reported for a row; NaN if nothing was. */
    public double observed(int index, int row) {
        return observed[index][row];
    }

    /** A copy of one row of what the intervention wrote. */
    public float[] replacedRow(int row) {
        return replacedRow(0, row);
    }

    /** A copy of one row of what it wrote to one of several sites. */
    public float[] replacedRow(int write, int row) {
        return row(replaced.get(write), row);
    }

    /** A copy of one row of the original. */
    public float[] originalRow(int row) {
        return row(original, row);
    }

    private float[] row(FloatBuffer buffer, int row) {
        float[] copy = new float[buffer.capacity() / rows()];
        buffer.get(row * copy.length, copy);
        return copy;
    }
}
