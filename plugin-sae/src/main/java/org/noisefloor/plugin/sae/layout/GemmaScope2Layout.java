package org.noisefloor.plugin.sae.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.files.Json;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code params.safetensors} and {@code config.json} of Gemma Scope 2: JumpReLU, w_enc [d_in, d_sae], w_dec [d_sae, d_out],
 * {@code affine_skip_connection} [d_in, d_out], nothing subtracted. Where there is no config, names of folders say what it would.
 */
final class GemmaScope2Layout implements Layout {
    private static final String PARAMS = "params.safetensors";
    private static final Pattern LAYER = Pattern.compile("layer_(\\d+)");
    private static final Pattern MODEL = Pattern.compile("gemma-scope-2-([0-9a-z]+(?:-it|-pt)?)");

    @Override
    public String name() {
        return "Gemma Scope 2";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(PARAMS);
    }

    @Override
    public Published read(Source source, Hints hints) {
        Path params = source.file(PARAMS);
        Path json = source.file("config.json");
        List<Path> files = new ArrayList<>();
        Keys keys = new Keys(json, Files.isRegularFile(json) ? Json.read(json) : Json.empty());
        if (Files.isRegularFile(json)) {
            files.add(json);
        }
        files.add(params);
        if (!keys.text("architecture").orElse("jump_relu").equals("jump_relu")) {
            throw keys.refused("architecture", "is " + keys.at("architecture") + ", expected jump_relu");
        }
        Belongs belongs = belongs(source, keys);
        try (TensorFile file = TensorFile.open(params)) {
            Tensors tensors = new Tensors(file);
            tensors.with("w_enc", "w_dec", "b_enc", "b_dec", "threshold");
            int dIn = tensors.rows("w_enc");
            int dSae = tensors.columns("w_enc");
            int dOut = tensors.columns("w_dec");
            boolean skip = tensors.has("affine_skip_connection");
            if (keys.flag("affine_connection", skip) && !skip) {
                throw keys.refused("affine_connection", "is true, and " + params + " has no affine_skip_connection");
            }
            return new Published(
                    name(),
                    belongs.writes().isEmpty() ? "jumprelu" : skip ? "jumprelu_skip_transcoder" : "jumprelu_transcoder",
                    files,
                    tensors.dtype("w_enc"),
                    belongs,
                    Map.of("apply_b_dec_to_input", false),
                    List.of(),
                    new Dictionary(
                            Normalization.NONE,
                            new float[dIn],
                            tensors.vector("b_enc", dSae),
                            tensors.matrix("w_enc", dIn, dSae),
                            tensors.matrix("w_dec", dSae, dOut),
                            tensors.vector("b_dec", dOut),
                            tensors.matrixOrNone("affine_skip_connection", dIn, dOut),
                            new Selection.JumpRelu(tensors.vectorOrNumber("threshold", dSae)),
                            Dictionary.Norms.UNUSED));
        }
    }

    /** The language model, as the names of folders say. */
    static Optional<String> model(Source source) {
        return source.named(MODEL).map(size -> "gemma-3-" + size);
    }

    private static Belongs belongs(Source source, Keys keys) {
        Optional<String> model = keys.text("model_name")
                .map(name -> name.replace("gemma-v3", "gemma-3"))
                .or(() -> model(source));
        Optional<String> in = keys.text("hf_hook_point_in");
        Optional<String> out = keys.text("hf_hook_point_out");
        if (in.isPresent()) {
            Belongs reads = Belongs.at(in.flatMap(Hooks::ofModule), model);
            boolean elsewhere = out.isPresent() && !out.equals(in);
            return elsewhere ? reads.writing(out.flatMap(Hooks::ofModule).orElse("")) : reads;
        }
        Optional<Integer> layer = source.named(LAYER).flatMap(Hooks::number);
        String words = source.words();
        if (words.contains("transcoder")) {
            return Belongs.at(layer.map(Hooks::mlpIn), model)
                    .writing(layer.map(Hooks::mlpOut).orElse(""));
        }
        return Belongs.at(
                words.contains("/resid_post")
                        ? layer.map(Hooks::residPost)
                        : words.contains("/mlp_out")
                                ? layer.map(Hooks::mlpOut)
                                : words.contains("/attn_out") ? layer.map(Hooks::z) : Optional.empty(),
                model);
    }
}
