package org.noisefloor.plugin.sae.layout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code layer_N.safetensors} of mwhanna's transcoders, as circuit-tracer reads them: W_enc [d_sae, d_in], W_dec [d_sae, d_out], W_skip [d_out,
 * d_in] if there is one, a ReLU or a threshold, nothing subtracted.
 */
final class TranscoderFileLayout implements Layout {
    private static final Pattern LAYER = Pattern.compile("layer_(\\d+)\\.safetensors$");

    @Override
    public String name() {
        return "mwhanna transcoders";
    }

    @Override
    public boolean recognises(Source source) {
        return source.ownName().endsWith(".safetensors") && source.holdsTensors("W_enc", "W_dec", "b_enc", "b_dec");
    }

    @Override
    public Published read(Source source, Hints hints) {
        Tensors tensors = new Tensors(source.tensors());
        int dSae = tensors.rows("W_enc");
        int dIn = tensors.columns("W_enc");
        int dOut = tensors.columns("W_dec");
        String threshold = tensors.has("threshold") ? "threshold" : "activation_function.threshold";
        boolean jumps = tensors.has(threshold);
        Optional<Integer> layer = source.named(LAYER).flatMap(Hooks::number);
        return new Published(
                name(),
                jumps ? "jumprelu_transcoder" : "transcoder",
                List.of(source.path()),
                tensors.dtype("W_enc"),
                Belongs.at(
                                layer.map(Hooks::mlpIn),
                                Optional.ofNullable(
                                        Lines.of(source.near("config.yaml")).get("model_name")))
                        .writing(layer.map(Hooks::mlpOut).orElse("")),
                Map.of("apply_b_dec_to_input", false),
                List.of(),
                new Dictionary(
                        Normalization.NONE,
                        new float[dIn],
                        tensors.vector("b_enc", dSae),
                        tensors.transposed("W_enc", dIn, dSae),
                        tensors.matrix("W_dec", dSae, dOut),
                        tensors.vector("b_dec", dOut),
                        tensors.transposedOrNone("W_skip", dIn, dOut),
                        jumps ? new Selection.JumpRelu(tensors.vectorOrNumber(threshold, dSae)) : new Selection.Relu(),
                        Dictionary.Norms.UNUSED));
    }
}
