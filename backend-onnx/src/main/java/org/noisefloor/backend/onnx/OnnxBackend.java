package org.noisefloor.backend.onnx;

import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;

/**
 * Opens language models that were exported to ONNX, by PyTorch's exporters or Optimum: GPT-2, GPT-NeoX, Llama, Qwen2 and
 * whatever else adds up a residual stream in the same way.
 */
public final class OnnxBackend implements ModelBackend<NoOptions> {

    @Override
    public String id() {
        return "onnx";
    }

    @Override
    public String summary() {
        return "ONNX Runtime on the CPU: cuts an exported graph at any activation";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Optional<String> probe() {
        return NativeLibrary.missing();
    }

    @Override
    public Optional<String> recognises(Path path) {
        return ModelFiles.graph(path)
                .map(onnx -> onnx.equals(path)
                        ? String.valueOf(onnx.getFileName())
                        : path.relativize(onnx).toString());
    }

    @Override
    public LanguageModel open(Path path, NoOptions options, Context context) {
        return OnnxLanguageModel.open(path, context);
    }
}
