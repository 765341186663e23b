package org.noisefloor.backend.djl;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;

/** Opens Hugging Face folders of the families that it knows, with sites in every block, and TorchScript modules as a whole. */
public final class DjlBackend implements ModelBackend<DjlOptions> {

    @Override
    public String id() {
        return "djl";
    }

    @Override
    public String summary() {
        return "PyTorch on the CPU or a GPU: Hugging Face folders of GPT-2, GPT-NeoX, Llama, Mistral, Qwen2, Gemma 2; TorchScript";
    }

    @Override
    public Class<DjlOptions> options() {
        return DjlOptions.class;
    }

    @Override
    public Optional<String> probe() {
        return Torch.missing();
    }

    @Override
    public List<String> diagnosis(Context context) {
        return Torch.diagnosis(context);
    }

    @Override
    public Optional<String> recognises(Path path) {
        return ModelFiles.recognised(path);
    }

    @Override
    public LanguageModel open(Path path, DjlOptions options, Context context) {
        ModelFiles files = ModelFiles.locate(path);
        return files.isScript() ? ScriptModel.open(files, options, context) : HookedModel.open(files, options, context);
    }
}
