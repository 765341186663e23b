package org.noisefloor.backend.onnx;

import java.util.Optional;
import org.noisefloor.api.Option;

/**
 * The options of {@code onnx}.
 *
 * @param file which graph of a folder
 */
public record OnnxOptions(
        @Option(
                doc =
                        "which of a folder's graphs, by its name (model_q4.onnx); without it, model.onnx or the only one there is",
                orElse = "")
        Optional<String> file) {}
