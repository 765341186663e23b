package org.noisefloor.plugin.sae.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * {@code hyperparams.json} and {@code checkpoints/final.safetensors} of Llama Scope (He et al. 2024, arXiv 2410.20526), and {@code
 * config.json} and {@code sae_weights.safetensors} of later SAEs of OpenMOSS: encoder.weight [d_sae, d_in] and decoder.weight [d_out,
 * d_sae], or W_E and W_D the other way round. Activations are scaled to the norm √d by the mean norm of the dataset.
 *
 * <p>Where {@code sparsity_include_decoder_norm} is set, the authors compare h · ‖decoder column‖ with the threshold. SAELens 6.54.12
 * compares h; where decoders have norm 1, as those of Llama Scope, this makes no difference. It has no reader for W_E and W_D.
 */
final class LlamaScopeLayout implements Layout {
    private static final String OLD_CONFIG = "hyperparams.json";
    private static final String OLD_WEIGHTS = "checkpoints/final.safetensors";
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "sae_weights.safetensors";
    private static final String NORM = "dataset_average_activation_norm";
    private static final double UNIT = 1e-3;

    @Override
    public String name() {
        return "Llama Scope";
    }

    @Override
    public boolean recognises(Source source) {
        return source.holds(OLD_CONFIG, OLD_WEIGHTS) || (source.holds(CONFIG, WEIGHTS) && !source.holds("cfg.json"));
    }

    @Override
    public Published read(Source source, Hints hints) {
        boolean old = source.holds(OLD_CONFIG, OLD_WEIGHTS);
        Path json = source.file(old ? OLD_CONFIG : CONFIG);
        Path weights = source.file(old ? OLD_WEIGHTS : WEIGHTS);
        Keys keys = new Keys(json, Json.read(json));
        try (TensorFile file = TensorFile.open(weights)) {
            Tensors tensors = new Tensors(file);
            Matrices found = Matrices.of(tensors);
            if (keys.size("d_model") != found.dIn()) {
                throw keys.refused("d_model", "is " + keys.size("d_model") + ", and the encoder takes " + found.dIn());
            }
            if (keys.flag("use_glu_encoder", false)) {
                throw keys.refused(
                        "use_glu_encoder", "is true, and encoders with a gate of their own are not supported");
            }
            boolean authors = hints.asAuthors() || !found.linear();
            boolean norms = keys.flag("sparsity_include_decoder_norm", false);
            boolean subtracts = authors && keys.flag("apply_decoder_bias_to_pre_encoder", old);
            Normalization normalization = normalization(keys, tensors, hints, found);
            float[] bias = tensors.vectorOrZeros(found.linear() ? "decoder.bias" : "b_D", found.dOut());
            Dictionary dictionary = new Dictionary(
                    normalization,
                    subtracts ? bias : new float[found.dIn()],
                    tensors.vector(found.linear() ? "encoder.bias" : "b_E", found.dSae()),
                    found.encoder(tensors),
                    found.decoder(tensors),
                    bias,
                    null,
                    selection(
                            keys,
                            tensors,
                            hints,
                            // folding both into the weights, as the authors do, moves the one threshold with the output
                            norms && authors ? 1 / normalization.scaleOut() : normalization.scaleIn(),
                            found.dSae()),
                    norms && authors ? Dictionary.Norms.SELECT : Dictionary.Norms.UNUSED);
            Map<String, Object> settings = new HashMap<>();
            settings.put("apply_b_dec_to_input", subtracts);
            settings.put("scale", normalization.scaleIn());
            settings.put("sparsity_include_decoder_norm", norms && authors);
            return new Published(
                    name(),
                    keys.text("act_fn").orElse("jumprelu"),
                    List.of(json, weights),
                    tensors.dtype(found.linear() ? "encoder.weight" : "W_E"),
                    belongs(keys),
                    settings,
                    norms && !authors ? note(dictionary) : List.of(),
                    dictionary);
        }
    }

    /** @param linear whether matrices have the names and orientation of linear layers */
    private record Matrices(boolean linear, int dIn, int dSae, int dOut) {
        static Matrices of(Tensors tensors) {
            return tensors.has("W_E")
                    ? new Matrices(false, tensors.rows("W_E"), tensors.columns("W_E"), tensors.columns("W_D"))
                    : new Matrices(
                            true,
                            tensors.columns("encoder.weight"),
                            tensors.rows("encoder.weight"),
                            tensors.rows("decoder.weight"));
        }

        FloatBuffer encoder(Tensors tensors) {
            return linear ? tensors.transposed("encoder.weight", dIn, dSae) : tensors.matrix("W_E", dIn, dSae);
        }

        FloatBuffer decoder(Tensors tensors) {
            return linear ? tensors.transposed("decoder.weight", dSae, dOut) : tensors.matrix("W_D", dSae, dOut);
        }
    }

    private static Normalization normalization(Keys keys, Tensors tensors, Hints hints, Matrices found) {
        String named = keys.text("norm_activation").orElse("dataset-wise");
        switch (named) {
            case "none", "inference" -> {
                return Normalization.NONE;
            }
            case "token-wise" -> {
                return Normalization.of(Normalization.Kind.CONSTANT_NORM_RESCALE);
            }
            case "dataset-wise" -> {
                OptionalDouble in = norm(keys, tensors, "in");
                OptionalDouble out = norm(keys, tensors, "out");
                if (hints.scale().isPresent() || in.isEmpty() || out.isEmpty()) {
                    return Normalization.scaled(hints.scale(() -> keys.refused(
                            NORM,
                            "is not a number above 0 for what is read and written, nor is there a tensor of that name;"
                                    + " if you know what activations are multiplied with (√d over their mean norm), say"
                                    + " scale: in the config")));
                }
                return Normalization.scaled(
                        Math.sqrt(found.dIn()) / in.getAsDouble(), Math.sqrt(found.dOut()) / out.getAsDouble());
            }
            default ->
                throw UserError.unknown(
                        keys.file().toString(),
                        "norm_activation",
                        named,
                        List.of("dataset-wise", "token-wise", "inference", "none"));
        }
    }

    /** The mean norm of the dataset at a side, by the config or by a tensor that is named after the site. */
    private static OptionalDouble norm(Keys keys, Tensors tensors, String side) {
        JsonNode stated = keys.at(NORM).path(side);
        if (stated.isMissingNode() && side.equals("out")) {
            stated = keys.at(NORM).path("in");
        }
        String tensor = NORM + "."
                + keys.text("hook_point_" + side)
                        .or(() -> keys.text("hook_point_in"))
                        .orElse("");
        double norm = stated.isNumber() ? stated.asDouble() : tensors.has(tensor) ? tensors.number(tensor) : 0;
        return norm > 0 && Double.isFinite(norm) ? OptionalDouble.of(norm) : OptionalDouble.empty();
    }

    /** @param factor of the one threshold in the config, which is for activations that were not scaled */
    private static Selection selection(Keys keys, Tensors tensors, Hints hints, double factor, int dSae) {
        double one = keys.number("jump_relu_threshold", 0);
        String named = keys.text("act_fn").orElse("jumprelu").toLowerCase(Locale.ROOT);
        // trained with topk and given a threshold afterwards
        String activation = named.equals("topk") && one > 0 ? "jumprelu" : named;
        switch (activation) {
            case "relu" -> {
                return new Selection.Relu();
            }
            case "topk" -> {
                int k = hints.k(
                        keys.optionalSize("top_k"), () -> keys.refused("top_k", "is missing; say k: in the config"));
                return new Selection.TopK(Ks.checked(keys.file(), k, dSae), false);
            }
            case "jumprelu" -> {
                String logarithms = tensors.has("log_jumprelu_threshold")
                        ? "log_jumprelu_threshold"
                        : "activation_function.log_jumprelu_threshold";
                float[] threshold = new float[dSae];
                if (tensors.has(logarithms)) {
                    threshold = Exp.of(tensors.vectorOrNumber(logarithms, dSae));
                } else {
                    Arrays.fill(threshold, (float) (one * factor));
                }
                return new Selection.JumpRelu(threshold);
            }
            default ->
                throw UserError.unknown(
                        keys.file().toString(), "act_fn", activation, List.of("jumprelu", "topk", "relu"));
        }
    }

    private static List<String> note(Dictionary dictionary) {
        boolean unit = Arrays.stream(dictionary.decoderNorms()).allMatch(norm -> Math.abs(norm - 1) < UNIT);
        return unit
                ? List.of()
                : List.of("OpenMOSS compares pre-activations times the decoder's norms with the threshold"
                        + " (sparsity_include_decoder_norm), and SAELens' reader, which is followed here, leaves the norms"
                        + " out; reading: authors follows OpenMOSS");
    }

    private static Belongs belongs(Keys keys) {
        Optional<String> in = keys.text("hook_point_in");
        Optional<String> out = keys.text("hook_point_out").filter(name -> !in.equals(Optional.of(name)));
        Belongs reads = Belongs.at(in, keys.text("model_name"));
        return out.map(reads::writing).orElse(reads);
    }
}
