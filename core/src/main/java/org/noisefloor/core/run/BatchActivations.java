package org.noisefloor.core.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Activations;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.Trace;
import org.noisefloor.core.record.FeatureCounts;

/** The activations of the current batch at one site, and room for one replacement of them; reused from batch to batch. */
final class BatchActivations implements Activations {
    private final Site site;
    private final BatchShape shape;
    private final boolean everywhere;
    private final FloatBuffer replaced;
    private final double[][] observed;
    private final ActiveFeatures active;

    private FloatBuffer original;
    private @Nullable FloatBuffer matched;
    private double @Nullable [] batchMean;
    private Mask mask = new Mask();
    private DrawKey key = DrawKey.of(0, "", 0);
    private int firstSequence;

    /** Activations at the intervened positions, of which nothing is reported. */
    BatchActivations(Site site, BatchShape shape, FloatBuffer room) {
        this(site, shape, room, false, 0, 0);
    }

    /**
     * @param room where the replacement goes, see {@link #room}
     * @param everywhere whether positions outside the mask are replaced too
     * @param observations how many numbers the intervention reports per row
     * @param features how many features it takes a row apart into
     */
    BatchActivations(
            Site site, BatchShape shape, FloatBuffer room, boolean everywhere, int observations, int features) {
        this.site = site;
        this.shape = shape;
        this.everywhere = everywhere;
        this.replaced = room;
        this.original = room;
        this.observed = new double[observations][shape.rows()];
        this.active = new ActiveFeatures(features, shape.rows());
    }

    /** Room for one replacement at a site; arms that do not need theirs at the same time may share it. */
    static FloatBuffer room(Site site, BatchShape shape) {
        return direct(Math.multiplyExact(shape.rows(), site.width()));
    }

    static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Shows a batch. {@code firstSequence} is the index of its first sequence in the corpus. */
    void show(Trace trace, Mask mask, int firstSequence, DrawKey key, @Nullable FloatBuffer matched) {
        this.original = trace.activation(site);
        this.mask = mask;
        this.firstSequence = firstSequence;
        this.key = key;
        this.matched = matched;
        this.batchMean = null;
        replaced.put(0, original, 0, replaced.capacity());
        for (double[] column : observed) {
            Arrays.fill(column, 0);
        }
        active.clear();
    }

    /** Puts the original back in every row outside the mask: what an intervention does there has no effect. */
    void restoreOutsideMask() {
        if (everywhere) {
            return;
        }
        for (int row = 0; row < shape.rows(); row++) {
            if (!mask.intervened(row)) {
                replaced.put(row * site.width(), original, row * site.width(), site.width());
            }
        }
    }

    /**
     * The mean of the original over the measured rows of the batch, [width]. Taken when a metric first asks, by one thread and row by
     * row, so that the number of threads changes no bit. A row that is left out later on is still in it, but then the batch is
     * {@linkplain BatchRun#records scored once more}.
     */
    synchronized double[] batchMean() {
        if (batchMean == null) {
            double[] mean = new double[site.width()];
            int measured = 0;
            for (int row = 0; row < shape.rows(); row++) {
                if (mask.measured(row)) {
                    measured++;
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += original.get(row * mean.length + i);
                    }
                }
            }
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= measured;
            }
            batchMean = mean;
        }
        return batchMean;
    }

    double observed(int index, int row) {
        return observed[index][row];
    }

    int observations() {
        return observed.length;
    }

    /** At how many of the rows from..to in the mask each feature was active. */
    FeatureCounts features(int from, int to) {
        return active.count(from, to, mask::measured);
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
        return site.width();
    }

    @Override
    public FloatBuffer original() {
        return original;
    }

    @Override
    public FloatBuffer matched() {
        if (matched == null) {
            throw new IllegalStateException("this intervention did not ask to be matched to another one");
        }
        return matched;
    }

    @Override
    public FloatBuffer replaced() {
        return replaced;
    }

    @Override
    public boolean intervened(int row) {
        return mask.intervened(row);
    }

    @Override
    public RandomGenerator random(int row) {
        return key.at(firstSequence + row / shape.length(), row % shape.length());
    }

    @Override
    public RandomGenerator sharedRandom() {
        return key.shared();
    }

    @Override
    public void observe(int index, int row, double value) {
        observed[index][row] = value;
    }

    @Override
    public void active(int row, int feature) {
        active.add(row, feature);
    }
}
