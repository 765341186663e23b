package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import org.noisefloor.api.BatchShape;

/**
 * A graph, understood as a language model, and all that is needed to run parts of it.
 *
 * @param tokens rows of the embedding table: every token id must be below
 */
record ModelGraph(
        OnnxFile file,
        OnnxGraph graph,
        TensorTypes types,
        ModelInputs inputs,
        Logits logits,
        int tokens,
        OrtEnvironment environment,
        int threads) {

    /** The graph divided at some tensors; the weights of a part are loaded with its {@link Segment}. */
    GraphCut cutAt(List<String> tensors) {
        return new GraphCut(graph, types, tensors, logits.tensor());
    }

    PinnedFloats buffer(BatchShape shape, int width) {
        return new PinnedFloats(environment, shape, width);
    }
}
