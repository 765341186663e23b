package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** A graph cut into segments, each a session of ONNX Runtime; see {@link GraphCut} for what runs when. */
final class CutOnnxModel implements CutModel {
    /** Of sequences without padding, whose last digits may differ from those of padded ones. */
    private static final Remembered NONE_REMEMBERED = new Remembered(0);

    private final ModelGraph model;
    private final GraphCut cut;
    private final BatchShape shape;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, PinnedFloats> activations = new LinkedHashMap<>();
    private final Map<String, PinnedFloats> replacements = new LinkedHashMap<>();
    /** Whether a replaced tensor is all that goes into what comes behind it, by name. */
    private final Map<String, Boolean> allThatPasses = new HashMap<>();

    private final PinnedFloats original;
    /** Null where there is no site to resume at. */
    private final @Nullable PinnedFloats spliced;

    private final SharedWeights shared;
    private final Remembered remembered = new Remembered(Remembered.MOST);
    private @Nullable OnnxTrace newest;
    private boolean closed;

    /**
     * @param cut the graph divided at the sites
     * @throws UserError if a part cannot be loaded
     */
    CutOnnxModel(ModelGraph model, GraphCut cut, List<Site> sites, BatchShape shape) {
        this.model = model;
        this.cut = cut;
        this.shape = shape;
        this.original = model.logitBuffer(shape);
        this.spliced = sites.isEmpty() ? null : model.logitBuffer(shape);
        this.shared = model.settings().onCpu() ? SharedWeights.of(cut, model.environment()) : SharedWeights.none();
        try {
            for (Site site : sites) {
                activations.computeIfAbsent(site.tensor(), tensor -> model.buffer(shape, site.width()));
                replacements.computeIfAbsent(site.tensor(), tensor -> model.buffer(shape, site.width()));
            }
            for (GraphCut.Part part : cut.parts()) {
                segments.add(new Segment(model, cut, part, shared));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Remembered remembered() {
        return remembered;
    }

    @Override
    public BatchShape shape() {
        return shape;
    }

    @Override
    public Trace run(TokenBatch batch) {
        return run(batch, false);
    }

    @Override
    public Optional<Trace> runAlone(TokenBatch batch) {
        boolean possible = model.inputs().fixed().inOnePass(1) == 1;
        return possible ? Optional.of(run(batch, true)) : Optional.empty();
    }

    private Trace run(TokenBatch batch, boolean alone) {
        checkOpen();
        check(batch);
        forgetTrace();
        OnnxTrace trace = new OnnxTrace(this, batch, alone);
        newest = trace;
        FixedShape fixed = model.inputs().fixed();
        for (Rows rows : alone ? Rows.each(batch, fixed) : Rows.all(batch, fixed)) {
            OnnxTrace.Pass pass = trace.begin(rows, feed(rows.tokens()));
            activations.forEach((tensor, floats) -> pass.tensors().put(tensor, floats.tensor(rows)));
            for (Segment segment : segments) {
                trace.add(pass, segment.run(pass.tensors(), pinned(segment, rows, activations, original)));
            }
        }
        original.widen();
        if (alone) {
            activations.values().forEach(floats -> floats.clearPadding(batch));
            original.clearPadding(batch);
        }
        return trace;
    }

    @Override
    public FloatBuffer resume(Trace trace, Splice splice) {
        checkOpen();
        checkNewest(trace);
        OnnxTrace original = (OnnxTrace) trace;
        Deque<Site> ahead = inOrder(splice);
        int first = levelAfter(ahead.getFirst());
        List<OnnxTrace.Pass> passes = original.passes().stream()
                .map(pass -> new OnnxTrace.Pass(pass.rows(), new HashMap<>(pass.tensors())))
                .toList();
        Map<String, PinnedFloats> places = new LinkedHashMap<>();
        ahead.forEach(site -> takePlace(site, places, passes));
        replace(ahead, first, splice, places);
        Optional<Repeats> repeats = ahead.isEmpty() ? repeats(original, places) : Optional.empty();
        PinnedFloats logits = Objects.requireNonNull(spliced);
        List<AutoCloseable> made = new ArrayList<>();
        try {
            List<OnnxTrace.Pass> toRun = repeats.map(each -> without(each, trace.batch(), passes, places, made))
                    .orElse(passes);
            for (Segment segment : segments) {
                int level = segment.part().level();
                if (level >= first) {
                    replace(ahead, level, splice, places);
                    for (OnnxTrace.Pass pass : toRun) {
                        // the other sites are not pinned here: their activations in the trace must stay
                        OrtSession.Result result =
                                segment.run(pass.tensors(), pinned(segment, pass.rows(), places, logits));
                        made.add(result);
                        collect(result, pass.tensors());
                    }
                }
            }
        } finally {
            OnnxTrace.close(made);
        }
        repeats.ifPresent(each -> each.fill(logits));
        logits.widen();
        if (original.isAlone()) {
            logits.clearPadding(trace.batch());
        }
        return logits.view();
    }

    /** Asks for what is put at the sites up to a level. */
    private void replace(Deque<Site> ahead, int level, Splice splice, Map<String, PinnedFloats> places) {
        while (!ahead.isEmpty() && levelAfter(ahead.getFirst()) <= level) {
            Site site = ahead.removeFirst();
            splice.replace(site, place(places, site).view());
            place(places, site).fill(model.inputs().fixed());
        }
    }

    /**
     * What need not run of a batch at the only tensor that is replaced.
     *
     * @return empty if all has to run, or it does not pay: a batch in one pass is quicker than most of its sequences one by one. Where the trace
     *     ran several in a pass, one that it is to be met in cannot run by itself: products of another shape may add in another order
     */
    private Optional<Repeats> repeats(OnnxTrace trace, Map<String, PinnedFloats> places) {
        Map.Entry<String, PinnedFloats> only = places.entrySet().iterator().next();
        PinnedFloats original = Objects.requireNonNull(activations.get(only.getKey()));
        boolean all = allThatPasses.computeIfAbsent(
                only.getKey(), each -> cut.isAllThatPasses(each, model.inputs().ids()));
        if (!all || model.inputs().fixed().inOnePass(1) != 1) {
            return Optional.empty();
        }
        Repeats repeats = Repeats.of(
                trace.batch(),
                only.getKey(),
                only.getValue(),
                original,
                trace.isAlone() ? NONE_REMEMBERED : remembered);
        boolean pays = 2 * repeats.distinct() <= shape.sequences();
        return pays && (!repeats.leavesSome() || isOneByOne(trace.passes())) ? Optional.of(repeats) : Optional.empty();
    }

    /**
     * The passes that are left: some of the trace's, or one for each sequence, which needs nothing of the trace but what is replaced.
     *
     * @param made takes what is to be closed
     */
    private List<OnnxTrace.Pass> without(
            Repeats repeats,
            TokenBatch batch,
            List<OnnxTrace.Pass> passes,
            Map<String, PinnedFloats> places,
            List<AutoCloseable> made) {
        if (isOneByOne(passes)) {
            return passes.stream()
                    .filter(pass -> repeats.runs(pass.rows().first()))
                    .toList();
        }
        return Rows.single(batch).stream()
                .filter(rows -> repeats.runs(rows.first()))
                .map(rows -> {
                    Map<String, OnnxTensor> tensors = feed(rows.tokens());
                    made.addAll(tensors.values());
                    places.forEach((tensor, floats) -> tensors.put(tensor, floats.tensor(rows)));
                    addMadeBeforehand(tensors, made);
                    return new OnnxTrace.Pass(rows, tensors);
                })
                .toList();
    }

    private static boolean isOneByOne(List<OnnxTrace.Pass> passes) {
        return passes.stream().allMatch(pass -> pass.rows().shape().sequences() == 1);
    }

    private void addMadeBeforehand(Map<String, OnnxTensor> tensors, List<AutoCloseable> made) {
        for (Segment segment : segments) {
            if (segment.part().level() == GraphCut.BEFOREHAND) {
                OrtSession.Result result = segment.run(tensors, Map.of());
                made.add(result);
                collect(result, tensors);
            }
        }
    }

    /**
     * Lets a site's replacement stand for its activation. It holds that of the trace until a segment that runs again writes the one
     * of this pass into it.
     */
    private void takePlace(Site site, Map<String, PinnedFloats> places, List<OnnxTrace.Pass> passes) {
        PinnedFloats replacement = place(replacements, site);
        replacement.view().put(place(activations, site).view());
        places.put(site.tensor(), replacement);
        passes.forEach(pass -> pass.tensors().put(site.tensor(), replacement.tensor(pass.rows())));
    }

    /** The sites of a splice in the order in which the data flows; a tensor may have several names. */
    private Deque<Site> inOrder(Splice splice) {
        List<Site> sites = new ArrayList<>(splice.sites());
        if (sites.isEmpty()) {
            throw new IllegalArgumentException("a splice without sites");
        }
        sites.sort(Comparator.comparingInt(this::levelAfter));
        return new ArrayDeque<>(sites);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            forgetTrace();
            segments.forEach(Segment::close);
            shared.close();
            activations.values().forEach(PinnedFloats::close);
            replacements.values().forEach(PinnedFloats::close);
            original.close();
            if (spliced != null) {
                spliced.close();
            }
        }
    }

    FloatBuffer originalLogits(OnnxTrace trace) {
        checkOpen();
        checkNewest(trace);
        return original.view();
    }

    FloatBuffer originalActivation(OnnxTrace trace, Site site) {
        checkOpen();
        checkNewest(trace);
        return place(activations, site).view();
    }

    private static PinnedFloats place(Map<String, PinnedFloats> places, Site site) {
        PinnedFloats floats = places.get(site.tensor());
        if (floats == null) {
            throw new IllegalArgumentException("the model is not cut at " + site);
        }
        return floats;
    }

    /** Adds the tensors of a segment's result by name. */
    static void collect(OrtSession.Result result, Map<String, OnnxTensor> tensors) {
        for (Map.Entry<String, OnnxValue> value : result) {
            if (value.getValue() instanceof OnnxTensor tensor) {
                tensors.put(value.getKey(), tensor);
            }
        }
    }

    private Map<String, OnnxTensor> pinned(
            Segment segment, Rows rows, Map<String, PinnedFloats> places, PinnedFloats forLogits) {
        Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
        for (String output : segment.part().outputs()) {
            PinnedFloats place = output.equals(model.logits().tensor()) ? forLogits : places.get(output);
            if (place != null) {
                pinned.put(output, place.tensor(rows));
            }
        }
        return pinned;
    }

    private Map<String, OnnxTensor> feed(TokenBatch batch) {
        try {
            return model.inputs().feed(model.environment(), batch);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The level of what depends on a site. */
    private int levelAfter(Site site) {
        int place = cut.sites().indexOf(site.tensor());
        if (place < 0) {
            throw new IllegalArgumentException("the model is not cut at " + site);
        }
        return place + 1;
    }

    private void check(TokenBatch batch) {
        if (!batch.shape().equals(shape)) {
            throw new IllegalArgumentException("the model is cut for " + shape + ", not for " + batch.shape());
        }
        for (int s = 0; s < shape.sequences(); s++) {
            for (int t = 0; t < batch.length(s); t++) {
                if (batch.token(s, t) < 0 || batch.token(s, t) >= model.tokens()) {
                    throw new UserError("token id " + batch.token(s, t) + " at position " + t + " of sequence " + s
                            + " of a batch: the model has tokens 0 to " + (model.tokens() - 1)
                            + "; is this the model's own tokenizer?");
                }
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cut model is closed");
        }
    }

    private void checkNewest(Trace trace) {
        if (trace != newest) {
            throw new IllegalStateException("the trace is not the newest of this model");
        }
    }

    private void forgetTrace() {
        if (newest != null) {
            newest.close();
            newest = null;
        }
    }
}
