package org.noisefloor.plugin.sae.layout;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code layerN.sae.pt} of Qwen Scope: W_enc [d_sae, d_in], W_dec [d_in, d_sae], a TopK, nothing subtracted. How many features are kept
 * stands in the name of the folder alone ({@code SAE-Res-Qwen3-1.7B-Base-W32K-L0_50}).
 */
final class QwenScopeLayout implements Layout {
    private static final Pattern LAYER = Pattern.compile("layer(\\d+)\\.sae\\.pt");
    private static final Pattern K = Pattern.compile("L0_(\\d+)");
    private static final Pattern MODEL = Pattern.compile("SAE-Res-(.+?)-W\\d+K");

    @Override
    public String name() {
        return "Qwen Scope";
    }

    @Override
    public boolean recognises(Source source) {
        return source.ownName().endsWith(".sae.pt") && source.holdsTensors("W_enc", "W_dec", "b_enc", "b_dec");
    }

    @Override
    public Published read(Source source, Hints hints) {
        Tensors tensors = new Tensors(source.tensors());
        int dSae = tensors.rows("W_enc");
        int dIn = tensors.columns("W_enc");
        int k = hints.k(
                source.named(K).flatMap(Hooks::number),
                () -> new UserError(source.path()
                        + ": how many features a Qwen Scope SAE keeps stands in the name of its folder alone"
                        + " (…-W32K-L0_50), and no folder of this path has such a name; say k: in the config"));
        Ks.checked(source.path(), k, dSae);
        return new Published(
                name(),
                "topk",
                List.of(source.path()),
                tensors.dtype("W_enc"),
                Belongs.at(source.named(LAYER).flatMap(Hooks::number).map(Hooks::residPost), source.named(MODEL)),
                Map.of("k", k, "apply_b_dec_to_input", false),
                List.of(),
                new Dictionary(
                        Normalization.NONE,
                        new float[dIn],
                        tensors.vector("b_enc", dSae),
                        tensors.transposed("W_enc", dIn, dSae),
                        tensors.transposed("W_dec", dSae, dIn),
                        tensors.vector("b_dec", dIn),
                        null,
                        new Selection.TopK(k, false),
                        Dictionary.Norms.UNUSED));
    }
}
