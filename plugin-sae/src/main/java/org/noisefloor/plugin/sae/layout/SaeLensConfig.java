package org.noisefloor.plugin.sae.layout;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.layout.Published.Belongs;

/**
 * What {@code cfg.json} says of an SAE, as far as it decides what the SAE computes.
 *
 * <p>Keys and defaults are those of SAELens 6.54.12 ({@code saes/*.py} and {@code loading/pretrained_sae_loaders.py}), including the
 * older keys that it renames. Keys of training are ignored; a key that would change the function and is not supported is refused with its
 * value.
 *
 * @param dOut width of what is written; that of the input but for a transcoder
 * @param k features kept per position, for a {@code topk}; 0 otherwise
 * @param rescaleByDecoderNorm whether features are selected by pre-activation × ‖W_dec row‖
 */
record SaeLensConfig(
        Architecture architecture,
        int dIn,
        int dSae,
        int dOut,
        int k,
        boolean rescaleByDecoderNorm,
        boolean applyBDecToInput,
        Normalization normalization,
        boolean finetuned,
        String dtype,
        Belongs belongs,
        Keys keys) {

    /** The names that SAELens registers, but for {@code temporal}. */
    enum Architecture {
        STANDARD,
        /** Of versions before 6, whose {@code activation_fn} says so. */
        STANDARD_TANH_RELU,
        GATED,
        TOPK,
        ABSTOPK,
        JUMPRELU,
        BATCHTOPK,
        MATRYOSHKA_BATCHTOPK,
        MATCHING_PURSUIT,
        TRANSCODER,
        SKIP_TRANSCODER,
        JUMPRELU_TRANSCODER,
        JUMPRELU_SKIP_TRANSCODER;

        boolean isTranscoder() {
            return name().endsWith("TRANSCODER");
        }

        boolean keepsK() {
            return this == TOPK || this == ABSTOPK;
        }

        /** Those of training, which become a JumpReLU by a threshold that the file holds. */
        boolean isBatchTopK() {
            return this == BATCHTOPK || this == MATRYOSHKA_BATCHTOPK;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static SaeLensConfig of(Keys keys, Hints hints) {
        Architecture architecture = architecture(keys);
        int dIn = keys.size("d_in");
        int dSae = keys.size("d_sae");
        boolean transcoder = architecture.isTranscoder();
        if (keys.flag("use_error_term", false)) {
            throw keys.refused("use_error_term", "is true, which adds the error back and leaves nothing to measure");
        }
        boolean rescale = (architecture.keepsK() || architecture.isBatchTopK())
                && keys.flag("rescale_acts_by_decoder_norm", false);
        Normalization normalization = normalization(keys, hints);
        return new SaeLensConfig(
                architecture,
                dIn,
                dSae,
                dOut(keys, transcoder, dIn),
                architecture.keepsK() ? k(keys, dSae) : 0,
                rescale,
                !transcoder && keys.flag("apply_b_dec_to_input", true),
                transcoder && normalization.kind() != Normalization.Kind.SCALE ? normalization.oneWay() : normalization,
                keys.flag("finetuning_scaling_factor", false),
                keys.text("dtype").orElse("float32"),
                belongs(keys, transcoder),
                keys);
    }

    /** The older configs say "standard" with {@code activation_fn: topk}. */
    private static Architecture architecture(Keys keys) {
        String named = keys.text("architecture").orElse("standard");
        String activation = keys.text("activation_fn", "activation_fn_str").orElse("relu");
        List<String> known = Arrays.stream(Architecture.values())
                .filter(each -> each != Architecture.STANDARD_TANH_RELU)
                .map(Architecture::toString)
                .toList();
        if (named.equals("temporal")) {
            throw keys.refused(
                    "architecture",
                    "is 'temporal', whose features depend on the positions before, and only SAEs that look at one"
                            + " position can be spliced (" + String.join(", ", known) + ")");
        }
        if (!known.contains(named)) {
            throw UserError.unknown(keys.file().toString(), "architecture", named, known);
        }
        Architecture architecture = Architecture.valueOf(named.toUpperCase(Locale.ROOT));
        boolean topk = activation.equals("topk");
        if (topk && architecture == Architecture.STANDARD) {
            return Architecture.TOPK;
        }
        if (activation.equals("tanh-relu") && architecture == Architecture.STANDARD) {
            return Architecture.STANDARD_TANH_RELU;
        }
        if (!activation.equals("relu") && !(topk && architecture == Architecture.TOPK)) {
            throw keys.refused(
                    "activation_fn",
                    "is '" + activation + "', which is not supported with architecture '" + named
                            + "', expected relu, topk with standard or topk, or tanh-relu with standard");
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

    private static int dOut(Keys keys, boolean transcoder, int dIn) {
        boolean stated = !Keys.absent(keys.at("d_out"));
        int dOut = stated ? keys.size("d_out") : dIn;
        if (!transcoder && dOut != dIn) {
            throw keys.refused(
                    "d_out",
                    "is " + dOut + " and d_in is " + dIn
                            + ", but the architecture is no transcoder; expected transcoder, skip_transcoder,"
                            + " jumprelu_transcoder or jumprelu_skip_transcoder");
        }
        return dOut;
    }

    private static Normalization normalization(Keys keys, Hints hints) {
        JsonNode node = keys.at("normalize_activations");
        // before there were names, true meant this one
        String named = Keys.absent(node) || (node.isBoolean() && !node.asBoolean())
                ? "none"
                : node.isBoolean() ? "expected_average_only_in" : node.asText();
        if (named.equals("expected_average_only_in")) {
            return Normalization.scaled(hints.scale(() -> keys.refused(
                    "normalize_activations",
                    "is " + node
                            + ", which scales activations by a constant that the file does not hold; say scale: in the"
                            + " config if you know it, or fold it into the weights with SAELens'"
                            + " fold_activation_norm_scaling_factor and save again")));
        }
        if (named.equals("covariance_whitening")) {
            throw keys.refused(
                    "normalize_activations",
                    "is covariance_whitening, and the file does not hold the matrix; fold it into the weights with"
                            + " SAELens' fold_activation_whitening and save again");
        }
        List<String> known = List.of("none", "expected_average_only_in", "constant_norm_rescale", "layer_norm");
        if (!known.contains(named)) {
            throw UserError.unknown(keys.file().toString(), "normalize_activations", named, known);
        }
        return Normalization.of(Normalization.Kind.valueOf(named.toUpperCase(Locale.ROOT)));
    }

    private static Belongs belongs(Keys keys, boolean transcoder) {
        JsonNode reshape = keys.at("reshape_activations");
        if (!Keys.absent(reshape) && !List.of("none", "hook_z").contains(reshape.asText())) {
            throw keys.refused("reshape_activations", "is " + Json.shortened(reshape) + ", expected none or hook_z");
        }
        // a model of transformers', and no HookedTransformer, has modules
        Optional<String> hook = text(keys, "hook_name")
                .or(() -> text(keys, "hook_point"))
                .map(name -> Hooks.ofModule(name).orElse(name));
        Optional<String> out =
                text(keys, "hook_name_out").filter(name -> transcoder || !hook.equals(Optional.of(name)));
        if (out.isPresent() && !transcoder) {
            throw keys.refused(
                    "hook_name_out",
                    "is \"" + out.get() + "\", but the architecture is no transcoder; expected transcoder,"
                            + " skip_transcoder, jumprelu_transcoder or jumprelu_skip_transcoder");
        }
        if (transcoder && out.isEmpty()) {
            out = hook.flatMap(Hooks::mlpOutputOfItsLayer);
        }
        JsonNode head = keys.anywhere("hook_head_index");
        JsonNode headOut = keys.anywhere("hook_head_index_out");
        if (!Keys.absent(headOut) || (transcoder && !Keys.absent(head))) {
            throw keys.refused("hook_head_index", "is given for a transcoder, which writes whole activations here");
        }
        return new Belongs(
                hook,
                transcoder ? List.of(out.orElse("")) : List.of(),
                false,
                Keys.absent(head) ? head(keys, keys.anywhere("hook_point_head_index")) : head(keys, head),
                text(keys, "model_name"),
                Optional.of(keys.anywhere("model_from_pretrained_kwargs"))
                        .filter(node -> node.isObject() && !node.isEmpty())
                        .map(JsonNode::toString));
    }

    private static OptionalInt head(Keys keys, JsonNode node) {
        if (Keys.absent(node)) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 0) {
            throw keys.refused("hook_head_index", "must be a whole number from 0 on, found " + Json.shortened(node));
        }
        return OptionalInt.of(node.asInt());
    }

    private static Optional<String> text(Keys keys, String name) {
        return Optional.of(keys.anywhere(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
}
