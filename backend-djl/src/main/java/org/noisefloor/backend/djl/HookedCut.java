package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * A transformer cut at some sites. Nothing is divided: a run notes at each cut the activation and what passes
 * beside it, and a resume enters the model there. Both run the same operations at the same shape on equally aligned memory,
 * so that an unchanged activation gives the same bits. A resume at several sites enters at the first and is stopped at the others.
 *
 * <p>Memory: the buffers that are handed out are allocated once. All that a run computes belongs to a scope that frees it at
 * the end, block by block, but for what passes beside the cuts, which the next run frees.
 */
final class HookedCut implements CutModel {
    private final Transformer transformer;
    private final SiteTable table;
    private final BatchShape shape;
    private final PtNDManager manager;
    private final SequenceTables tables;
    private final Map<Point, Floats> activations = new HashMap<>();
    private final Map<Point, Floats> replacements = new HashMap<>();
    private final Floats original;
    private final Floats spliced;
    private final Map<Point, List<PtNDArray>> beside = new HashMap<>();
    private @Nullable Run newest;
    private boolean closed;

    HookedCut(Transformer transformer, SiteTable table, List<Site> sites, BatchShape shape) {
        this.transformer = transformer;
        this.table = table;
        this.shape = shape;
        sites.forEach(table::point); // before anything is allocated
        this.manager = (PtNDManager) transformer.kernels().manager().newSubManager();
        try {
            this.tables = new SequenceTables(
                    transformer.model(), shape.length(), transformer.type(), transformer.kernels(), manager);
            int vocabulary = transformer.model().vocabulary();
            this.original = new Floats(manager, "the logits", shape.rows(), vocabulary);
            this.spliced = new Floats(manager, "the logits", shape.rows(), vocabulary);
            for (Site site : sites) {
                activations.computeIfAbsent(table.point(site), point -> floats(site.width()));
                // one for each cut: what is put at one may still be read when the next is reached
                replacements.computeIfAbsent(table.point(site), point -> floats(site.width()));
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
        tables.prepare(
                IntStream.range(0, shape.sequences()).mapToObj(batch::length).toList());
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            PtNDArray ids = Batches.ids(batch, shape, transformer.model().vocabulary(), transformer.kernels(), manager);
            Flow start = Flow.alone(new Point(0, transformer.start()), transformer.embed(ids));
            note(start);
            transformer.run(start, tables, tap(this::note), original.array());
        }
        Run run = new Run(batch);
        newest = run;
        return run;
    }

    /** Keeps what stands at a cut. */
    private PtNDArray note(Flow flow) {
        Floats activation = activations.get(flow.point());
        if (activation != null) {
            transformer.kernels().call("copy", activation.array(), flow.value());
            beside.put(flow.point(), flow.beside().stream().map(HookedCut::kept).toList());
        }
        return flow.value();
    }

    /** Another array of the same memory, which lives as long as we want it to. */
    private static PtNDArray kept(PtNDArray array) {
        PtNDArray kept = JniUtils.reshape(array, array.getShape().getShape());
        NDScope.unregister(kept);
        return kept;
    }

    /** Stops at the cuts, and no less in a resume that leaves some as they are, so that both compute in the same way. */
    private Tap tap(Function<Flow, PtNDArray> at) {
        return new Tap() {
            @Override
            public boolean stopsAt(Point point) {
                return activations.containsKey(point);
            }

            @Override
            public PtNDArray at(Flow flow) {
                return at.apply(flow);
            }
        };
    }

    @Override
    public FloatBuffer resume(Trace trace, Splice splice) {
        checkNewest(trace);
        SortedMap<Point, List<Site>> places = places(splice);
        Point first = places.firstKey();
        Floats activation = kept(activations, first);
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            kept(replacements, first).view().put(activation.view());
            PtNDArray value = replaced(first, places, splice);
            Flow start = new Flow(first, value, kept(beside, first));
            transformer.run(start, tables, tap(flow -> replaced(flow, places, splice)), spliced.array());
        }
        return spliced.view();
    }

    /** What the splice puts at a point in the place of what flows there. */
    private PtNDArray replaced(Flow flow, Map<Point, List<Site>> places, Splice splice) {
        if (!places.containsKey(flow.point())) {
            return flow.value();
        }
        Floats replacement = kept(replacements, flow.point());
        transformer.kernels().call("copy", replacement.array(), flow.value());
        return replaced(flow.point(), places, splice);
    }

    /** What the splice puts at a point, whose replacement holds the activation. */
    private PtNDArray replaced(Point point, Map<Point, List<Site>> places, Splice splice) {
        Floats replacement = kept(replacements, point);
        for (Site site : kept(places, point)) {
            splice.replace(site, replacement.view());
        }
        Kernels kernels = transformer.kernels();
        Dtype type = point.stage().isFloat32(transformer.model().family()) ? Dtype.FLOAT32 : transformer.type();
        return type == Dtype.FLOAT32 && kernels.onHost()
                ? replacement.array()
                : kernels.put(replacement.array(), type.code());
    }

    /** The sites of a splice in the order in which the data flows; a place may have several names. */
    private SortedMap<Point, List<Site>> places(Splice splice) {
        SortedMap<Point, List<Site>> places = new TreeMap<>();
        for (Site site : splice.sites()) {
            cutAt(site);
            places.computeIfAbsent(table.point(site), point -> new ArrayList<>())
                    .add(site);
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a splice without sites");
        }
        return places;
    }

    private static <T> T kept(Map<Point, T> all, Point point) {
        T value = all.get(point);
        if (value == null) {
            throw new IllegalStateException("the trace is not complete at " + point);
        }
        return value;
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
        beside.values().forEach(arrays -> arrays.forEach(PtNDArray::close));
        beside.clear();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cut model is closed");
        }
    }

    private void checkNewest(Trace trace) {
        checkOpen();
        if (trace != newest) {
            throw new IllegalStateException("the trace is not the newest of this model");
        }
    }
}
