package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code W_enc_N.safetensors}, {@code W_dec_N.safetensors} and {@code config.yaml} of transcoders across layers, as circuit-tracer 0.5.0
 * reads them: W_enc_N [d_sae, d], W_dec_N [d_sae, layers from N on, d], a ReLU or {@code threshold_N}. One layer N is read here: it
 * contributes to what is written at each layer from its own on, b_dec_N to its own.
 */
final class AcrossLayersLayout implements Layout {
    private static final Pattern FILE = Pattern.compile("W_(?:enc|dec)_(\\d+)\\.safetensors$");

    @Override
    public String name() {
        return "circuit-tracer, across layers";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds("W_enc_0.safetensors", "W_dec_0.safetensors")
                || (FILE.matcher(source.ownName()).matches() && !source.isFolder());
    }

    @Override
    public Published read(Source source, Hints hints) {
        int layer = Layers.wanted(source, FILE, hints);
        Path enc = source.near("W_enc_" + layer + ".safetensors");
        Path dec = source.near("W_dec_" + layer + ".safetensors");
        Map<String, String> config = Lines.of(source.near("config.yaml"));
        String in = config.getOrDefault("feature_input_hook", "mlp.hook_in");
        String out = config.getOrDefault("feature_output_hook", "hook_mlp_out");
        try (TensorFile encoders = TensorFile.open(enc);
                TensorFile decoders = TensorFile.open(dec)) {
            Tensors tensors = new Tensors(encoders);
            Tensors decoder = new Tensors(decoders);
            String weights = "W_enc_" + layer;
            String written = "W_dec_" + layer;
            int dSae = tensors.rows(weights);
            int dIn = tensors.columns(weights);
            int layers = decoder.along(written, 1);
            int dOut = decoder.along(written, 2);
            boolean jumps = tensors.has("threshold_" + layer);
            FloatBuffer all = decoder.flattened(written, dSae, layers, dOut);
            return new Published(
                    name(),
                    jumps ? "jumprelu_cross_layer_transcoder" : "cross_layer_transcoder",
                    List.of(enc, dec),
                    tensors.dtype(weights),
                    Belongs.at(Optional.of("blocks." + layer + "." + in), Optional.ofNullable(config.get("model_name")))
                            .adding(IntStream.range(layer, layer + layers)
                                    .mapToObj(to -> "blocks." + to + "." + out)
                                    .toList()),
                    Map.of("apply_b_dec_to_input", false),
                    List.of(),
                    new Dictionary(
                            Normalization.NONE,
                            new float[dIn],
                            tensors.vector("b_enc_" + layer, dSae),
                            tensors.transposed(weights, dIn, dSae),
                            all,
                            Layers.ofItsOwn(tensors.vector("b_dec_" + layer, dOut), layers),
                            null,
                            jumps
                                    ? new Selection.JumpRelu(tensors.vectorOrNumber("threshold_" + layer, dSae))
                                    : new Selection.Relu(),
                            Dictionary.Norms.UNUSED));
        }
    }
}
