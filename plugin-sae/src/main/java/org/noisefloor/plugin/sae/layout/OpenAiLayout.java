package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * The {@code .pt} of OpenAI's sparse_autoencoder (Gao et al. 2024): pre_bias, latent_bias, encoder.weight [d_sae, d_in], decoder.weight
 * [d_in, d_sae], and the name of the activation. pre_bias is subtracted and added again. Activations are normalised (mean and
 * standard deviation of each) if and only if the activation is TopK: so its own reader says.
 */
final class OpenAiLayout implements Layout {
    private static final Pattern LAYER = Pattern.compile("(?:layer_|autoencoders/)(\\d+)(?=\\.pt|/|$)");
    private static final Map<String, String> PLACES = Map.of(
            "resid_post_mlp", "hook_resid_post",
            "resid_post_attn", "hook_resid_mid",
            "resid_delta_mlp", "hook_mlp_out",
            "resid_delta_attn", "hook_attn_out",
            "mlp_post_act", "mlp.hook_post");

    @Override
    public String name() {
        return "OpenAI";
    }

    @Override
    public boolean recognises(Source source) {
        return !source.isFolder() && source.holdsTensors("pre_bias", "latent_bias", "encoder.weight");
    }

    @Override
    public Published read(Source source, Hints hints) {
        Tensors tensors = new Tensors(source.tensors());
        int dSae = tensors.rows("encoder.weight");
        int dIn = tensors.columns("encoder.weight");
        String activation = tensors.text("activation").orElse("ReLU");
        boolean topk = activation.startsWith("TopK");
        if (!topk && !activation.equals("ReLU")) {
            throw UserError.unknown(source.path().toString(), "activation", activation, List.of("TopK", "ReLU"));
        }
        float[] bias = tensors.vector("pre_bias", dIn);
        Map<String, Object> settings = new HashMap<>();
        settings.put("apply_b_dec_to_input", true);
        Selection selection = new Selection.Relu();
        if (topk) {
            int k = hints.k(
                    tensors.integer("activation_state_dict.k"),
                    () -> new UserError(source.path()
                            + ": activation_state_dict.k is missing, so how many features are kept is unknown; say k: in"
                            + " the config"));
            settings.put("k", Ks.checked(source.path(), k, dSae));
            selection = new Selection.TopK(k, false);
        }
        Normalization normalization = topk ? Normalization.of(Normalization.Kind.LAYER_NORM) : Normalization.NONE;
        settings.put("normalize_activations", normalization.toString());
        return new Published(
                name(),
                activation,
                List.of(source.path()),
                tensors.dtype("encoder.weight"),
                belongs(source),
                settings,
                List.of(),
                new Dictionary(
                        normalization,
                        bias,
                        tensors.vector("latent_bias", dSae),
                        tensors.transposed("encoder.weight", dIn, dSae),
                        decoder(tensors, dIn, dSae),
                        bias,
                        null,
                        selection,
                        Dictionary.Norms.UNUSED));
    }

    /** Without one of its own it is tied to the encoder. */
    private static FloatBuffer decoder(Tensors tensors, int dIn, int dSae) {
        return tensors.has("decoder.weight")
                ? tensors.transposed("decoder.weight", dSae, dIn)
                : tensors.matrix("encoder.weight", dSae, dIn);
    }

    private static Belongs belongs(Source source) {
        Optional<Integer> layer = source.named(LAYER).flatMap(Hooks::number);
        Optional<String> place = PLACES.entrySet().stream()
                .filter(each -> source.words().contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        return Belongs.at(layer.flatMap(l -> place.map(hook -> "blocks." + l + "." + hook)), Optional.empty());
    }
}
