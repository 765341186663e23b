package org.noisefloor.core.run.batch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.FeatureCounts;

/**
 * The activations of the current batch at the site that an arm reads, and room for what it writes, there or at other sites; reused from
 * batch to batch.
 */
public final class BatchActivations implements Activations {
    private final Site read;
    private final BatchShape shape;
    private final List<Written> written;
    private final boolean everywhere;
    private final boolean adding;
    private final double[][] observed;
    private final ActiveFeatures active;

    /** By written site. */
    private final List<FloatBuffer> originals = new ArrayList<>();

    private FloatBuffer original;
    private @Nullable FloatBuffer matched;
    private double @Nullable [] batchMean;
    private Mask mask = Mask.none();
    private DrawKey key = DrawKey.of(0, "", 0);
    private SequenceBatch batch;

    /** A site with the room for what is put there, see {@link #room}. */
    public record Written(Site site, FloatBuffer room) {}

    /**
     * How much an intervention reports of a row beside the replacement.
     *
     * @param observations numbers
     * @param features features that it takes a row apart into
     */
    public record Reported(int observations, int features) {
        public static final Reported NOTHING = new Reported(0, 0);
    }

    /** Activations at the intervened positions of one site, of which nothing is reported. */
    public BatchActivations(BatchShape shape, Site site, FloatBuffer room) {
        this(shape, site, List.of(new Written(site, room)), Needs.nothing(), Reported.NOTHING);
    }

    /**
     * @param written at least one; the first is what metrics of the activations look at
     * @param needs whether positions outside the mask are replaced too, and whether what is written is a contribution
     */
    public BatchActivations(BatchShape shape, Site read, List<Written> written, Needs needs, Reported reported) {
        this.shape = shape;
        this.read = read;
        this.written = List.copyOf(written);
        this.everywhere = needs.isEverywhere();
        this.adding = needs.isAdding();
        this.observed = new double[reported.observations()][shape.rows()];
        this.active = new ActiveFeatures(reported.features(), shape.rows());
        this.original = written.get(0).room();
        this.batch = new SequenceBatch(shape, 0, List.of());
        written.forEach(each -> originals.add(each.room()));
    }

    /** Room for one replacement at a site; arms that do not need theirs at the same time may share it. */
    public static FloatBuffer room(Site site, BatchShape shape) {
        return direct(Math.multiplyExact(shape.rows(), site.width()));
    }

    public static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /**
     * Shows a batch: the replacement is the original until something is written; of a contribution nothing.
     *
     * @param there the activation at a site, as the intervention finds it
     */
    public void show(
            Function<Site, FloatBuffer> there,
            SequenceBatch shown,
            Mask itsMask,
            DrawKey draw,
            @Nullable FloatBuffer toMatch) {
        this.original = there.apply(read);
        this.batch = shown;
        this.mask = itsMask;
        this.key = draw;
        this.matched = toMatch;
        this.batchMean = null;
        for (int w = 0; w < written.size(); w++) {
            Site site = written.get(w).site();
            FloatBuffer here = site.equals(read) ? original : there.apply(site);
            FloatBuffer room = written.get(w).room();
            originals.set(w, here);
            if (adding) {
                clear(room, shape.rows() * site.width());
            } else {
                room.put(0, here, 0, shape.rows() * site.width());
            }
        }
        for (double[] column : observed) {
            Arrays.fill(column, 0);
        }
        active.clear();
    }

    private static void clear(FloatBuffer room, int floats) {
        for (int i = 0; i < floats; i++) {
            room.put(i, 0);
        }
    }

    /** Puts the original back in every row outside the mask: what an intervention does there has no effect. */
    public void restoreOutsideMask() {
        if (everywhere) {
            return;
        }
        for (int w = 0; w < written.size(); w++) {
            FloatBuffer room = written.get(w).room();
            int width = written.get(w).site().width();
            for (int row = 0; row < shape.rows(); row++) {
                if (!mask.intervened(row)) {
                    room.put(row * width, originals.get(w), row * width, width);
                }
            }
        }
    }

    /** What was written, as a model takes it. */
    public Splice splice() {
        return written.size() == 1
                ? Splice.at(written.get(0).site(), written.get(0).room())
                : new SeveralSites();
    }

    /** Rows outside the mask go on as they are in the pass: what was put at an earlier site may have changed them. */
    private final class SeveralSites implements Splice {
        @Override
        public List<Site> sites() {
            return writtenSites();
        }

        @Override
        public void replace(Site site, FloatBuffer activation) {
            put(site, activation);
        }
    }

    /** Puts what was written at a site in an activation's place; rows outside the mask stay as they are. */
    public void put(Site site, FloatBuffer activation) {
        put(site, room(site), activation);
    }

    /** The same with something else than was written: [rows, width of the site]. */
    public void put(Site site, FloatBuffer what, FloatBuffer activation) {
        for (int row = 0; row < shape.rows(); row++) {
            if (everywhere || mask.intervened(row)) {
                activation.put(row * site.width(), what, row * site.width(), site.width());
            }
        }
    }

    /** Adds what was written at a site to a sum. */
    public void addTo(Site site, FloatBuffer sum) {
        FloatBuffer room = room(site);
        for (int i = 0; i < shape.rows() * site.width(); i++) {
            sum.put(i, sum.get(i) + room.get(i));
        }
    }

    private FloatBuffer room(Site site) {
        return written.stream()
                .filter(each -> each.site().equals(site))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(site + " is not written"))
                .room();
    }

    /** The site whose activation it is given. */
    public Site readSite() {
        return read;
    }

    /** The sites that are written. */
    public List<Site> writtenSites() {
        return written.stream().map(Written::site).toList();
    }

    /** The site that is compared: the first that is written. */
    public Site changedSite() {
        return written.get(0).site();
    }

    /** The original activations there. */
    public FloatBuffer changedOriginal() {
        return originals.get(0);
    }

    /**
     * The mean of the original over the measured rows of the batch, [width], at the site that is compared. Taken when a metric first asks,
     * by one thread and row by row, so that the number of threads changes no bit. A row that turns out not to be finite is still in it,
     * but then the batch is scored once more.
     */
    public synchronized double[] batchMean() {
        if (batchMean == null) {
            FloatBuffer there = changedOriginal();
            double[] mean = new double[changedSite().width()];
            int measured = 0;
            for (int row = 0; row < shape.rows(); row++) {
                if (mask.measured(row)) {
                    measured++;
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += there.get(row * mean.length + i);
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

    public double observed(int index, int row) {
        return observed[index][row];
    }

    public int observations() {
        return observed.length;
    }

    /** At how many of the measured rows from..to each feature was active. */
    public FeatureCounts features(int from, int to) {
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
        return read.width();
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
    public FloatBuffer replaced(int write) {
        return written.get(write).room();
    }

    @Override
    public boolean intervened(int row) {
        return mask.intervened(row);
    }

    @Override
    public int token(int row) {
        return batch.token(row, batch.position(row));
    }

    @Override
    public int sequence(int row) {
        return batch.sequence(row);
    }

    @Override
    public int document(int row) {
        return batch.document(row);
    }

    @Override
    public RandomGenerator random(int row) {
        return key.at(batch.sequence(row), batch.position(row));
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
