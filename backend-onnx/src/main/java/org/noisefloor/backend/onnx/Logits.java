package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.UserError;
import org.noisefloor.files.ModelConfig;

/**
 * The output that holds the logits, floats [batch, sequence, width].
 *
 * @param width entries of one logit vector
 * @param element of which precision they are
 */
record Logits(String tensor, int width, TensorProto.DataType element) {

    /**
     * The output named {@code logits}, else the only one whose last dimension is the size of the vocabulary.
     *
     * @throws UserError if there is none, or it is something else
     */
    static Logits find(
            Path path, OnnxGraph graph, TensorTypes types, ModelConfig config, Optional<TensorProto> embedding) {
        OptionalInt vocabulary = config.vocabulary().isPresent() || embedding.isEmpty()
                ? config.vocabulary()
                : OptionalInt.of(Math.toIntExact(embedding.get().getDims(0)));
        List<String> candidates = graph.outputs().contains("logits")
                ? List.of("logits")
                : graph.outputs().stream()
                        .filter(output -> types.of(output)
                                .map(type -> type.rank() == 3 && type.last() == vocabulary.orElse(-1))
                                .orElse(false))
                        .toList();
        if (candidates.size() != 1) {
            throw new UserError(path + ": the graph has no output 'logits' (its outputs: "
                    + String.join(", ", graph.outputs()) + "); export the model with its language-modelling head");
        }
        String tensor = candidates.get(0);
        TensorTypes.Type type = types.of(tensor)
                .orElseThrow(() -> new UserError(path + ": the output '" + tensor + "' is not a tensor"));
        int width = type.last() > 0 ? type.last() : vocabulary.orElse(0);
        if (!type.isFloat() || (type.rank() != 0 && type.rank() != 3) || width < 1) {
            throw new UserError(
                    path + ": the output '" + tensor + "' is " + type
                            + ", but logits are floats [batch, sequence, vocabulary]; export the model with its language-modelling head");
        }
        return new Logits(tensor, width, type.element());
    }
}
