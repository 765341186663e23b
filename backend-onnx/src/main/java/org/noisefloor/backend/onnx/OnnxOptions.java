package org.noisefloor.backend.onnx;

import java.util.Optional;
import org.noisefloor.api.Option;
import org.noisefloor.files.ComputeDevice;

/**
 * The options of {@code onnx}.
 *
 * @param file which graph of a folder
 * @param device where it is computed: {@code auto}, {@code cpu} or {@code cuda:N}
 */
public record OnnxOptions(
        @Option(
                doc =
                        "which of a folder's graphs, by its name (model_q4.onnx); without it, model.onnx or the only one there is",
                orElse = "")
        Optional<String> file,

        @Option(
                doc = "where it is computed: cpu, cuda:N (a GPU by its number), or auto, a GPU if one can be used",
                orElse = ComputeDevice.AUTO)
        String device) {

    /** @throws IllegalArgumentException if there is no such device */
    public OnnxOptions {
        new ComputeDevice(device);
    }
}
