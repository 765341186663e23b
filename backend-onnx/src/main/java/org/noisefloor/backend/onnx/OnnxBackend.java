package org.noisefloor.backend.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;

/**
 * Opens language models that were exported to ONNX, by PyTorch's exporters, Optimum or onnxruntime-genai's
 * builder, whatever the family: any that adds up a residual stream.
 */
public final class OnnxBackend implements ModelBackend<OnnxOptions> {

    @Override
    public String id() {
        return "onnx";
    }

    @Override
    public String summary() {
        return "ONNX Runtime on the CPU or a GPU: cuts an exported graph at any activation";
    }

    @Override
    public Class<OnnxOptions> options() {
        return OnnxOptions.class;
    }

    @Override
    public Optional<String> probe() {
        return NativeLibrary.missing();
    }

    @Override
    public List<String> diagnosis(Context context) {
        return NativeLibrary.diagnosis(context.cache());
    }

    @Override
    public Optional<String> recognises(Path path) {
        return ModelFiles.graph(path)
                .map(onnx -> onnx.equals(path)
                        ? String.valueOf(onnx.getFileName())
                        : path.relativize(onnx).toString());
    }

    @Override
    public LanguageModel open(Path path, OnnxOptions options, Context context) {
        return OnnxLanguageModel.open(path, options, context);
    }
}
