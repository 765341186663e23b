package org.noisefloor.plugin.sae.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.files.Json;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code X.pt} and {@code X_cfg.json} beside it, as of the attention SAEs of Kissane et al. 2024 (arXiv 2406.17759): W_enc [d_in, d_sae],
 * W_dec [d_sae, d_in], a ReLU, b_dec subtracted and added again.
 */
final class HookZLayout implements Layout {
    @Override
    public String name() {
        return "hook_z";
    }

    private static Path config(Source source) {
        return source.path().resolveSibling(source.ownName().replaceFirst("\\.pth?$", "") + "_cfg.json");
    }

    @Override
    public boolean recognises(Source source) {
        return !source.isFolder()
                && source.holdsTensors("W_enc", "W_dec", "b_enc", "b_dec")
                && Files.isRegularFile(config(source));
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path cfg = config(source);
        Keys keys = new Keys(cfg, Json.read(cfg));
        int dIn = keys.size("act_size");
        int dSae = keys.size("dict_size");
        Tensors tensors = new Tensors(source.tensors());
        float[] bias = tensors.vector("b_dec", dIn);
        return new Published(
                name(),
                "relu",
                List.of(cfg, source.path()),
                tensors.dtype("W_enc"),
                Belongs.at(keys.text("act_name"), model(source, keys)),
                Map.of("apply_b_dec_to_input", true),
                List.of(),
                new Dictionary(
                        Normalization.NONE,
                        bias,
                        tensors.vector("b_enc", dSae),
                        tensors.matrix("W_enc", dIn, dSae),
                        tensors.matrix("W_dec", dSae, dIn),
                        bias,
                        null,
                        new Selection.Relu(),
                        Dictionary.Norms.UNUSED));
    }

    private static Optional<String> model(Source source, Keys keys) {
        return keys.text("model_name")
                .or(() -> source.ownName().startsWith("gpt2-small") ? Optional.of("gpt2-small") : Optional.empty());
    }
}
