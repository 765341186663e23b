package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.api.UserError;

/** A graph cut into segments, each a session of ONNX Runtime; see {@link GraphCut} for what runs when. */
final class CutOnnxModel implements CutModel {
    private final ModelGraph model;
    private final GraphCut cut;
    private final BatchShape shape;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Integer> widths = new LinkedHashMap<>();
    private final Map<String, PinnedFloats> activations = new LinkedHashMap<>();
    private final PinnedFloats original;
    private final PinnedFloats spliced;
    private final SharedWeights shared;
    private @Nullable OnnxTrace newest;
    private boolean closed;

    /** @throws UserError if a part cannot be loaded */
    CutOnnxModel(ModelGraph model, List<Site> sites, BatchShape shape) {
        this.model = model;
        this.cut = model.cutAt(sites.stream().map(Site::tensor).toList());
        this.shape = shape;
        this.original = model.buffer(shape, model.logits().width());
        this.spliced = model.buffer(shape, model.logits().width());
        this.shared = SharedWeights.of(cut, model.environment());
        try {
            for (Site site : sites) {
                widths.put(site.tensor(), site.width());
                activations.computeIfAbsent(site.tensor(), tensor -> model.buffer(shape, site.width()));
            }
            for (GraphCut.Part part : cut.parts()) {
                segments.add(model.load(cut, part, shared));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public BatchShape shape() {
        return shape;
    }

    @Override
    public Trace run(TokenBatch batch) {
        checkOpen();
        check(batch);
        forgetTrace();
        OnnxTrace trace = new OnnxTrace(this, batch, feed(batch));
        newest = trace;
        activations.forEach((tensor, floats) -> trace.tensors().put(tensor, floats.tensor()));
        for (Segment segment : segments) {
            trace.add(segment.run(trace.tensors(), pinned(segment, activations, original)));
        }
        return trace;
    }

    @Override
    public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
        checkOpen();
        checkNewest(trace);
        int level = levelAfter(site);
        int width = widths.getOrDefault(site.tensor(), 0);
        checkReplaced(replaced, width);
        Map<String, OnnxTensor> known = new HashMap<>(((OnnxTrace) trace).tensors());
        List<OrtSession.Result> made = new ArrayList<>();
        FloatBuffer values = replaced.duplicate();
        values.limit(values.position() + shape.rows() * width);
        try (OnnxTensor replacement = PinnedFloats.wrap(model.environment(), values, shape, width)) {
            known.put(site.tensor(), replacement);
            for (Segment segment : segments) {
                if (segment.part().level() >= level) {
                    // activations are not pinned here: those of the trace must stay
                    OrtSession.Result result = segment.run(known, pinned(segment, Map.of(), spliced));
                    made.add(result);
                    collect(result, known);
                }
            }
        } finally {
            made.forEach(OrtSession.Result::close);
        }
        return spliced.view();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            forgetTrace();
            segments.forEach(Segment::close);
            shared.close();
            activations.values().forEach(PinnedFloats::close);
            original.close();
            spliced.close();
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
        PinnedFloats floats = activations.get(site.tensor());
        if (floats == null) {
            throw new IllegalArgumentException("the model is not cut at " + site);
        }
        return floats.view();
    }

    /** Adds the tensors of a segment's result by name. */
    static void collect(OrtSession.Result result, Map<String, OnnxTensor> tensors) {
        for (Map.Entry<String, OnnxValue> value : result) {
            if (value.getValue() instanceof OnnxTensor tensor) {
                tensors.put(value.getKey(), tensor);
            }
        }
    }

    private Map<String, OnnxTensor> pinned(Segment segment, Map<String, PinnedFloats> places, PinnedFloats forLogits) {
        Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
        for (String output : segment.part().outputs()) {
            PinnedFloats place = output.equals(model.logits().tensor()) ? forLogits : places.get(output);
            if (place != null) {
                pinned.put(output, place.tensor());
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

    private void checkReplaced(FloatBuffer replaced, int width) {
        if (!replaced.isDirect() || !replaced.order().equals(ByteOrder.nativeOrder())) {
            throw new IllegalArgumentException("the replacement must be a direct buffer in native byte order");
        }
        if (replaced.remaining() < shape.rows() * width) {
            throw new IllegalArgumentException("the replacement holds " + replaced.remaining() + " numbers, not "
                    + shape.sequences() + " × " + shape.length() + " × " + width);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cut model is closed");
        }
    }

    private void checkNewest(Trace trace) {
        if (trace != newest) {
            throw new IllegalArgumentException("the trace is not the newest of this model");
        }
    }

    private void forgetTrace() {
        if (newest != null) {
            newest.close();
            newest = null;
        }
    }
}
