package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.BatchShape;

/**
 * A graph, understood as a language model, and all that is needed to run parts of it.
 *
 * @param insertions the tensors that it could have, by name
 * @param tokens rows of the embedding table: every token id must be below
 */
record ModelGraph(
        OnnxFile file,
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
        List<Insertion> needed = insertions.values().stream()
                .filter(insertion -> tensors.contains(insertion.tensor()))
                .toList();
        return new GraphCut(graph.with(needed), types.with(needed), tensors, logits.tensor());
    }

    /** Whether it has a tensor, or could have it. */
    boolean canMake(String tensor) {
        return graph.maker(tensor).isPresent() || insertions.containsKey(tensor);
    }

    PinnedFloats buffer(BatchShape shape, int width) {
        return new PinnedFloats(environment, shape, width);
    }
}
