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
import org.noisefloor.plugin.sae.dictionary.Direct;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code params_layer_N.safetensors} of Gemma Scope 2's transcoders across layers: as one layer of {@link GemmaScope2Layout}, with w_dec
 * [d_sae, layers, d] for all layers, of which those before N are not used, and the skip for its own layer alone.
 */
final class GemmaScope2AcrossLayout implements Layout {
    private static final Pattern FILE = Pattern.compile("params_layer_(\\d+)\\.safetensors$");

    @Override
    public String name() {
        return "Gemma Scope 2, across layers";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds("params_layer_0.safetensors")
                || (FILE.matcher(source.ownName()).matches() && !source.isFolder());
    }

    @Override
    public Published read(Source source, Hints hints) {
        int layer = Layers.wanted(source, FILE, hints);
        Path params = source.near("params_layer_" + layer + ".safetensors");
        try (TensorFile file = TensorFile.open(params)) {
            Tensors tensors = new Tensors(file).with("w_enc", "w_dec", "b_enc", "b_dec", "threshold");
            int dIn = tensors.rows("w_enc");
            int dSae = tensors.columns("w_enc");
            int layers = tensors.along("w_dec", 1);
            int dOut = tensors.along("w_dec", 2);
            int written = Math.max(1, layers - layer);
            FloatBuffer decoder = from(
                    tensors.flattened("w_dec", dSae, layers, dOut), dSae, layers * dOut, (layers - written) * dOut);
            return new Published(
                    name(),
                    "jumprelu_cross_layer_transcoder",
                    List.of(params),
                    tensors.dtype("w_enc"),
                    Belongs.at(Optional.of(Hooks.mlpIn(layer)), GemmaScope2Layout.model(source))
                            .adding(IntStream.range(layer, layer + written)
                                    .mapToObj(Hooks::mlpOut)
                                    .toList()),
                    Map.of("apply_b_dec_to_input", false),
                    List.of(),
                    new Dictionary(
                            Normalization.NONE,
                            new float[dIn],
                            tensors.vector("b_enc", dSae),
                            tensors.matrix("w_enc", dIn, dSae),
                            decoder,
                            Layers.ofItsOwn(tensors.vector("b_dec", dOut), written),
                            Layers.ofItsOwn(tensors.matrixOrNone("affine_skip_connection", dIn, dOut), dIn, written),
                            new Selection.JumpRelu(tensors.vectorOrNumber("threshold", dSae)),
                            Dictionary.Norms.UNUSED));
        }
    }

    /** The columns of a decoder [rows, all] from one on. */
    private static FloatBuffer from(FloatBuffer decoder, int rows, int all, int first) {
        if (first == 0) {
            return decoder;
        }
        float[] row = new float[all - first];
        FloatBuffer kept = Direct.floats("a decoder", (long) rows * row.length);
        for (int j = 0; j < rows; j++) {
            decoder.get(j * all + first, row);
            kept.put(j * row.length, row);
        }
        return kept;
    }
}
