package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * A transformer cut at some sites. Nothing is divided: a run notes at each cut the activation and the stream that passes
 * beside it, and a resume enters the model there. Both run the same operations at the same shape on equally aligned memory,
 * so that an unchanged activation gives the same bits.
 *
 * <p>Memory: the buffers that are handed out are allocated once. All that a run computes belongs to a scope that frees it at
 * the end, block by block, but for the streams beside the cuts, which the next run frees.
 */
final class HookedCut implements CutModel {
    private final Transformer transformer;
    private final SiteTable table;
    private final BatchShape shape;
    private final PtNDManager manager;
    private final SequenceTables tables;
    private final Map<Point, Floats> activations = new HashMap<>();
    private final Map<Integer, Floats> replacements = new HashMap<>();
    private final Floats original;
    private final Floats spliced;
    private final Map<Point, PtNDArray> streams = new HashMap<>();
    private @Nullable Run newest;
    private boolean closed;

    HookedCut(Transformer transformer, PtNDManager parent, SiteTable table, List<Site> sites, BatchShape shape) {
        this.transformer = transformer;
        this.table = table;
        this.shape = shape;
        sites.forEach(table::point); // before anything is allocated
        this.manager = (PtNDManager) parent.newSubManager();
        try {
            this.tables = new SequenceTables(
                    transformer.model(), shape.length(), transformer.type(), transformer.kernels(), manager);
            int vocabulary = transformer.model().vocabulary();
            this.original = new Floats(manager, "the logits", shape.rows(), vocabulary);
            this.spliced = new Floats(manager, "the logits", shape.rows(), vocabulary);
            for (Site site : sites) {
                activations.computeIfAbsent(table.point(site), point -> floats(site.width()));
                replacements.computeIfAbsent(site.width(), this::floats);
            }
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private Floats floats(int width) {
        return new Floats(manager, "the activations", shape.sequences(), shape.length(), width);
    }

    /** The original run of a batch; its arrays are the cut's. */
    private final class Run implements Trace {
        private final TokenBatch batch;

        Run(TokenBatch batch) {
            this.batch = batch;
        }

        @Override
        public TokenBatch batch() {
            return batch;
        }

        @Override
        public FloatBuffer logits() {
            checkNewest(this);
            return original.view();
        }

        @Override
        public FloatBuffer activation(Site site) {
            checkNewest(this);
            return cutAt(site).view();
        }
    }

    @Override
    public BatchShape shape() {
        return shape;
    }

    @Override
    public Trace run(TokenBatch batch) {
        checkOpen();
        forgetTrace();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            PtNDArray ids = Batches.ids(batch, shape, transformer.model().vocabulary(), manager);
            PtNDArray embedded = transformer.embed(ids);
            transformer.run(
                    new Point(0, transformer.start()), embedded, embedded, tables, this::note, original.array());
        }
        Run run = new Run(batch);
        newest = run;
        return run;
    }

    /** Keeps what stands at a cut. */
    private void note(Point point, PtNDArray value, PtNDArray stream) {
        Floats activation = activations.get(point);
        if (activation != null) {
            transformer.kernels().call("copy", activation.array(), value);
            // another array of the same memory, which lives as long as we want it to
            PtNDArray kept = JniUtils.reshape(stream, stream.getShape().getShape());
            NDScope.unregister(kept);
            streams.put(point, kept);
        }
    }

    @Override
    public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
        checkOpen();
        checkNewest(trace);
        cutAt(site);
        Point point = table.point(site);
        Batches.checkReplaced(replaced, shape, site.width());
        Floats replacement = replacements.get(site.width());
        PtNDArray beside = streams.get(point);
        if (replacement == null || beside == null) {
            throw new IllegalStateException("the trace is not complete");
        }
        FloatBuffer values = replaced.duplicate();
        values.limit(values.position() + shape.rows() * site.width());
        replacement.view().put(values);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            PtNDArray value = transformer.type() == Dtype.FLOAT32
                    ? replacement.array()
                    : transformer
                            .kernels()
                            .call("to", replacement.array(), transformer.type().code());
            boolean nothingPasses = point.stage() == Stage.EMBED
                    || point.stage() == Stage.RESID_PRE
                    || point.stage() == Stage.RESID_MID;
            transformer.run(point, value, nothingPasses ? value : beside, tables, Tap.NONE, spliced.array());
        }
        return spliced.view();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            forgetTrace();
            manager.close();
        }
    }

    /** The activation at a site of the cut. */
    private Floats cutAt(Site site) {
        Floats activation = activations.get(table.point(site));
        if (activation == null) {
            throw new IllegalArgumentException("the model is not cut at " + site);
        }
        return activation;
    }

    private void forgetTrace() {
        newest = null;
        streams.values().forEach(PtNDArray::close);
        streams.clear();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cut model is closed");
        }
    }

    private void checkNewest(Trace trace) {
        checkOpen();
        if (trace != newest) {
            throw new IllegalArgumentException("the trace is not the newest of this model");
        }
    }
}
