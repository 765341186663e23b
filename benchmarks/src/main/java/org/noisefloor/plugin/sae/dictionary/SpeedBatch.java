package org.noisefloor.plugin.sae.dictionary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.intervention.Activations;

/** Normal activations, all intervened on. Active features are kept by row as the host keeps them. */
final class SpeedBatch implements Activations {
    private final BatchShape shape;
    private final int width;
    private final FloatBuffer original;
    private final FloatBuffer replaced;
    private final int[][] active;
    private final int[] counts;

    SpeedBatch(BatchShape shape, int width, int features, double scale) {
        this.shape = shape;
        this.width = width;
        this.original = floats(shape.rows() * width);
        this.replaced = floats(shape.rows() * width);
        this.active = new int[shape.rows()][features];
        this.counts = new int[shape.rows()];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < original.capacity(); i++) {
            original.put(i, (float) (scale * random.nextGaussian()));
        }
    }

    static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    SpeedBatch cleared() {
        Arrays.fill(counts, 0);
        return this;
    }

    /** Active features of a row, on average. */
    double l0() {
        return Arrays.stream(counts).average().orElse(0);
    }

    @Override
    public int rows() {
        return shape.rows();
    }

    @Override
    public int length() {
        return shape.length();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public FloatBuffer original() {
        return original;
    }

    @Override
    public FloatBuffer matched() {
        throw new IllegalStateException("matched to nothing");
    }

    @Override
    public FloatBuffer replaced(int write) {
        return replaced;
    }

    @Override
    public boolean intervened(int row) {
        return true;
    }

    @Override
    public int token(int row) {
        return 0;
    }

    @Override
    public int sequence(int row) {
        return row / shape.length();
    }

    @Override
    public int document(int row) {
        return 0;
    }

    @Override
    public RandomGenerator random(int row) {
        return new SplittableRandom(row);
    }

    @Override
    public RandomGenerator sharedRandom() {
        return new SplittableRandom(0);
    }

    @Override
    public void observe(int index, int row, double value) {}

    @Override
    public void active(int row, int feature) {
        active[row][counts[row]++] = feature;
    }
}
