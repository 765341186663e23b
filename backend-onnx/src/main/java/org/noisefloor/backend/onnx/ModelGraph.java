package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.noisefloor.api.BatchShape;

/**
 * A graph, understood as a language model, and all that is needed to run parts of it.
 *
 * @param whole the graph as it was exported, which runs where nothing is cut
 * @param norms the fused norms in it
 * @param graph the same with these apart
 * @param insertions the tensors that it could have, by name
 * @param tokens rows of the embedding table: every token id must be below
 */
record ModelGraph(
        OnnxFile file,
        OnnxGraph whole,
        SkipNorms norms,
        OnnxGraph graph,
        TensorTypes types,
        Map<String, Insertion> insertions,
        ModelInputs inputs,
        Logits logits,
        int tokens,
        SessionSettings settings,
        OrtEnvironment environment,
        int threads) {

    /** The graph divided at some tensors; the weights of a part are loaded with its {@link Segment}. */
    GraphCut cutAt(List<String> tensors) {
        return cutAt(tensors, settings.plain());
    }

    /** The graph divided into the one part that makes a tensor, and all else. */
    GraphCut cutOffAt(String tensor) {
        return cutAt(List.of(tensor), false);
    }

    GraphCut cutAt(List<String> tensors, boolean masksOnce) {
        if (tensors.isEmpty()) {
            return new GraphCut(settings.prepared(whole, tensors), types, tensors, logits.tensor(), masksOnce);
        }
        List<Insertion> needed = insertions.values().stream()
                .filter(insertion -> tensors.contains(insertion.tensor()))
                .toList();
        OnnxGraph edited = norms.together(graph.with(needed), tensors);
        TensorTypes known = types.with(needed);
        List<Insertion> widened = new TreeSet<>(tensors)
                .stream()
                        .flatMap(tensor -> known.of(tensor).filter(type -> !type.isFloat32()).stream()
                                .map(type -> Insertion.widened(edited, tensor, type)))
                        .toList();
        return new GraphCut(
                settings.prepared(edited.with(widened), tensors),
                known.with(widened),
                tensors,
                logits.tensor(),
                masksOnce);
    }

    /** Whether it has a tensor, or could have it. */
    boolean canMake(String tensor) {
        return graph.maker(tensor).isPresent() || insertions.containsKey(tensor);
    }

    PinnedFloats buffer(BatchShape shape, int width) {
        return new PinnedFloats(environment, shape, inputs.fixed(), width, TensorProto.DataType.FLOAT);
    }

    PinnedFloats logitBuffer(BatchShape shape) {
        return new PinnedFloats(environment, shape, inputs.fixed(), logits.width(), logits.element());
    }
}
