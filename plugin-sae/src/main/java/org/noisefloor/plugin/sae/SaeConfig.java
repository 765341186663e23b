package org.noisefloor.plugin.sae;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/**
 * What {@code cfg.json} says of an SAE, as far as it decides what the SAE computes.
 *
 * <p>Keys and defaults are those of SAELens 6.54.12 ({@code saes/sae.py} and {@code loading/pretrained_sae_loaders.py}),
 * including the older keys that it renames. Keys of training are ignored; a key that would change the function and is not
 * supported is refused with its value.
 *
 * @param k features kept per position, for {@link Architecture#TOPK}; 0 otherwise
 * @param rescaleByDecoderNorm whether TopK selects by pre-activation × ‖W_dec row‖
 * @param hookName where it was trained, if the file says so
 * @param modelOptions how the model was loaded in training, as JSON; empty for not in a special way
 */
record SaeConfig(
        Architecture architecture,
        int dIn,
        int dSae,
        int k,
        boolean rescaleByDecoderNorm,
        boolean applyBDecToInput,
        Normalization normalization,
        boolean finetuned,
        String dtype,
        Optional<String> hookName,
        Optional<String> modelOptions) {

    /** Which function of the pre-activations the features are. */
    enum Architecture {
        STANDARD,
        TOPK,
        JUMPRELU,
        GATED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is done to an activation before it is encoded, and undone after it is decoded. */
    enum Normalization {
        NONE,
        CONSTANT_NORM_RESCALE,
        LAYER_NORM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SaeConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": there is no such file; an SAE is a folder with cfg.json and"
                    + " sae_weights.safetensors, as SAELens writes it");
        }
        return of(new Keys(file, Json.read(file)));
    }

    private static SaeConfig of(Keys keys) {
        Architecture architecture = architecture(keys);
        int dIn = keys.size("d_in");
        int dSae = keys.size("d_sae");
        refuseWhatChangesTheFunction(keys, dIn);
        return new SaeConfig(
                architecture,
                dIn,
                dSae,
                architecture == Architecture.TOPK ? k(keys, dSae) : 0,
                architecture == Architecture.TOPK && keys.flag("rescale_acts_by_decoder_norm", false),
                keys.flag("apply_b_dec_to_input", true),
                normalization(keys),
                keys.flag("finetuning_scaling_factor", false),
                keys.text("dtype").orElse("float32"),
                hookName(keys),
                Optional.of(keys.anywhere("model_from_pretrained_kwargs"))
                        .filter(node -> node.isObject() && !node.isEmpty())
                        .map(JsonNode::toString));
    }

    /** The older configs say "standard" with {@code activation_fn: topk}. */
    private static Architecture architecture(Keys keys) {
        String named = keys.text("architecture").orElse("standard");
        String activation = keys.text("activation_fn", "activation_fn_str").orElse("relu");
        List<String> known =
                Arrays.stream(Architecture.values()).map(Architecture::toString).toList();
        if (!known.contains(named)) {
            throw UserError.unknown(keys.file().toString(), "architecture", named, known);
        }
        Architecture architecture = Architecture.valueOf(named.toUpperCase(Locale.ROOT));
        boolean topk = activation.equals("topk");
        if (topk && architecture == Architecture.STANDARD) {
            return Architecture.TOPK;
        }
        if (!activation.equals("relu") && !(topk && architecture == Architecture.TOPK)) {
            throw keys.refused(
                    "activation_fn",
                    "is '" + activation + "', which is not supported with architecture '" + named
                            + "', expected relu, or topk with standard or topk");
        }
        if (architecture == Architecture.STANDARD && !Keys.absent(statedK(keys))) {
            throw keys.refused(
                    "k",
                    "is " + statedK(keys)
                            + ", but without topk it says nothing: the SAE would keep every positive feature;"
                            + " expected \"architecture\": \"topk\" beside it");
        }
        return architecture;
    }

    private static JsonNode statedK(Keys keys) {
        JsonNode own = keys.at("k");
        return Keys.absent(own) ? keys.at("activation_fn_kwargs").path("k") : own;
    }

    private static int k(Keys keys, int dSae) {
        JsonNode nested = keys.at("activation_fn_kwargs").path("k");
        JsonNode own = keys.at("k");
        if (!own.isMissingNode() && !nested.isMissingNode() && !own.equals(nested)) {
            throw keys.refused("k", "is " + own + " and activation_fn_kwargs.k is " + nested + ", which differ");
        }
        JsonNode k = own.isMissingNode() ? nested : own;
        if (!k.isIntegralNumber() || !k.canConvertToInt() || k.asInt() < 1 || k.asInt() > dSae) {
            throw keys.refused(
                    "k",
                    "of a topk SAE must be a whole number from 1 to d_sae = " + dSae + ", found " + Json.shortened(k));
        }
        return k.asInt();
    }

    private static Normalization normalization(Keys keys) {
        JsonNode node = keys.at("normalize_activations");
        if (Keys.absent(node) || (node.isBoolean() && !node.asBoolean())) {
            return Normalization.NONE;
        }
        // before there were names, true meant this one
        String named = node.isBoolean() ? "expected_average_only_in" : node.asText();
        if (named.equals("expected_average_only_in")) {
            throw keys.refused(
                    "normalize_activations",
                    "is " + node + ", which scales activations by a constant that the file does not hold; fold it into"
                            + " the weights with SAELens' fold_activation_norm_scaling_factor and save again");
        }
        List<String> known = Arrays.stream(Normalization.values())
                .map(Normalization::toString)
                .toList();
        if (!known.contains(named)) {
            throw UserError.unknown(keys.file().toString(), "normalize_activations", named, known);
        }
        return Normalization.valueOf(named.toUpperCase(Locale.ROOT));
    }

    private static void refuseWhatChangesTheFunction(Keys keys, int dIn) {
        JsonNode reshape = keys.at("reshape_activations");
        boolean hookZ = hookName(keys).map(name -> name.contains("hook_z")).orElse(false);
        if (Keys.absent(reshape) ? hookZ : !reshape.asText().equals("none")) {
            throw keys.refused(
                    "reshape_activations",
                    "is " + (hookZ && Keys.absent(reshape) ? "hook_z by default" : reshape)
                            + ", and only SAEs of one unreshaped activation can be spliced (none)");
        }
        JsonNode dOut = keys.at("d_out");
        if (!Keys.absent(dOut) && dOut.asInt() != dIn) {
            throw keys.refused(
                    "d_out", "is " + dOut + " and d_in is " + dIn + ": a transcoder, and only SAEs can be spliced");
        }
        for (String key : List.of("hook_name_out", "hook_head_index", "hook_point_head_index")) {
            JsonNode value = keys.anywhere(key);
            if (!Keys.absent(value)
                    && !(key.equals("hook_name_out") && hookName(keys).equals(Optional.of(value.asText())))) {
                throw keys.refused(
                        key,
                        "is " + value + ", and only SAEs that replace the whole activation that they read"
                                + " can be spliced");
            }
        }
        if (keys.flag("use_error_term", false)) {
            throw keys.refused("use_error_term", "is true, which adds the error back and leaves nothing to measure");
        }
    }

    private static Optional<String> hookName(Keys keys) {
        return Optional.of(keys.anywhere("hook_name"))
                .filter(JsonNode::isTextual)
                .or(() -> Optional.of(keys.anywhere("hook_point")).filter(JsonNode::isTextual))
                .map(JsonNode::asText);
    }
}
