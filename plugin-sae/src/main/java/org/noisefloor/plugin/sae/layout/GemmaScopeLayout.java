package org.noisefloor.plugin.sae.layout;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code params.npz} of Gemma Scope (Lieberum et al. 2024, arXiv 2408.05147): JumpReLU, W_enc [d_in, d_sae], W_dec [d_sae, d_out],
 * nothing subtracted. Layer, place and model stand in the names of folders alone.
 *
 * <p>Transcoders read what the norm before the MLP makes before its weight, which was folded into the MLP when they were trained (page 18 there).
 *
 * <p>SAEs of the embedding are for embeddings before Gemma multiplies them by √d, so activations are divided by it; like SAELens
 * 6.54.12, but not the authors, b_dec is taken as if it belonged behind that factor.
 */
final class GemmaScopeLayout implements Layout {
    private static final String PARAMS = "params.npz";
    private static final Pattern LAYER = Pattern.compile("layer_(\\d+)");
    private static final Pattern MODEL = Pattern.compile("gemma-scope-(\\d+b(?:-it|-pt)?)");

    @Override
    public String name() {
        return "Gemma Scope";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(PARAMS) || (source.ownName().endsWith(".npz") && !source.isFolder());
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path params = source.isFolder() ? source.file(PARAMS) : source.path();
        boolean embedding = source.words().contains("embedding");
        Belongs belongs = belongs(source, embedding);
        try (TensorFile file = TensorFile.open(params)) {
            Tensors tensors = new Tensors(file);
            String encoder = tensors.oneOf("W_enc", "w_enc", "Wenc");
            String decoder = tensors.oneOf("W_dec", "w_dec", "Wdec");
            tensors.with("b_enc", "b_dec", "threshold");
            int dIn = tensors.rows(encoder);
            int dSae = tensors.columns(encoder);
            int dOut = tensors.columns(decoder);
            tensors.checkOnes("scaling_factor", dSae);
            float[] outputBias = tensors.vector("b_dec", dOut);
            if (embedding && !hints.asAuthors()) {
                divide(outputBias, Math.sqrt(dIn));
            }
            FloatBuffer weights = tensors.matrix(encoder, dIn, dSae);
            return new Published(
                    name(),
                    !belongs.writes().isEmpty() ? "jumprelu_transcoder" : "jumprelu",
                    List.of(params),
                    tensors.dtype(encoder),
                    belongs,
                    embedding
                            ? Map.of("apply_b_dec_to_input", false, "scale", 1 / Math.sqrt(dIn))
                            : Map.of("apply_b_dec_to_input", false),
                    List.of(),
                    new Dictionary(
                            embedding ? Normalization.scaled(1 / Math.sqrt(dIn)) : Normalization.NONE,
                            new float[dIn],
                            tensors.vector("b_enc", dSae),
                            weights,
                            tensors.matrix(decoder, dSae, dOut),
                            outputBias,
                            null,
                            new Selection.JumpRelu(tensors.vectorOrNumber("threshold", dSae)),
                            Dictionary.Norms.UNUSED));
        }
    }

    private static void divide(float[] bias, double by) {
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (bias[i] / by);
        }
    }

    private static Belongs belongs(Source source, boolean embedding) {
        Optional<String> model = source.named(MODEL)
                .map(size -> "gemma-2-" + size.replace("-pt", "").toLowerCase(Locale.ROOT));
        Optional<Integer> layer = source.named(LAYER).flatMap(Hooks::number);
        String words = source.words();
        if (embedding) {
            return Belongs.at(Optional.of("hook_embed"), model);
        }
        if (words.contains("transcoder")) {
            return Belongs.at(layer.map(Hooks::normalised), model)
                    .writing(layer.map(Hooks::mlpOut).orElse(""));
        }
        if (words.contains("-mlp")) {
            return Belongs.at(layer.map(Hooks::mlpOut), model);
        }
        if (words.contains("-att")) {
            return Belongs.at(layer.map(Hooks::z), model);
        }
        return Belongs.at(words.contains("-res") ? layer.map(Hooks::residPost) : Optional.empty(), model);
    }
}
