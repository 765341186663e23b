package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/** {@code config.json} read key by key, with the family's defaults; knows at the end which keys nobody asked for. */
final class ConfigKeys {
    /** Keys that change nothing in what is computed here: training, generation, bookkeeping. */
    private static final Pattern HARMLESS = Pattern.compile(
            "_.*|architectures|model_type|transformers(_version|\\.js_config)|(torch_)?dtype|auto_map|use_cache"
                    + "|cache_implementation|(bos|eos|pad|sep|decoder_start|forced_bos|forced_eos)_token_id|initializer_range"
                    + "|initializer_factor|init_std|layerdrop|router_aux_loss_coef|router_jitter_noise|slow_but_exact|(scale_)?attention_softmax_in_fp32|.*dropout.*|.*_pdrop|summary_.*|task_specific_params|gradient_checkpointing"
                    + "|output_.*|return_dict.*|id2label|label2id|num_labels|problem_type|finetuning_task|is_decoder"
                    + "|is_encoder_decoder|pretraining_tp|reorder_and_upcast_attn"
                    + "|tokenizer_class|prefix|n_ctx|chunk_size_feed_forward|name|license|language|unsloth.*|verbose"
                    + "|use_flash_attn|attn_implementation|max_length|min_length|top_k|top_p|temperature");

    private final String where;
    private final ObjectNode config;
    private final Family family;
    private final Map<String, String> names;
    private final Map<String, List<String>> aliases;
    private final Map<String, JsonNode> defaults;
    private final Set<String> read = new HashSet<>();

    ConfigKeys(String where, ObjectNode config, Family family) {
        this(where, config, family, family.keys(), family.aliases(), family.defaults());
    }

    private ConfigKeys(
            String where,
            ObjectNode config,
            Family family,
            Map<String, String> names,
            Map<String, List<String>> aliases,
            Map<String, JsonNode> defaults) {
        this.where = where;
        this.config = config;
        this.family = family;
        this.names = names;
        this.aliases = aliases;
        this.defaults = defaults;
    }

    /** The value in the config, null included, else the family's default, else missing. */
    JsonNode value(String key) {
        String called = called(key);
        JsonNode value = config.get(called);
        return value != null
                ? value
                : Optional.ofNullable(defaults.get(names.getOrDefault(key, key)))
                        .orElse(MissingNode.getInstance());
    }

    /** An object of the config, else that of the family's defaults; empty where neither is an object. */
    ObjectNode object(String key) {
        return value(key) instanceof ObjectNode given
                ? given
                : defaults.get(key) instanceof ObjectNode usual ? usual : JsonNodeFactory.instance.objectNode();
    }

    /** What the config calls a key: an alias of its name, if it has one, as transformers sets aliases last. */
    private String called(String key) {
        String called = names.getOrDefault(key, key);
        List<String> others = aliases.getOrDefault(called, List.of());
        read.add(called);
        read.addAll(others);
        return others.stream()
                .filter(config::hasNonNull)
                .reduce((former, latter) -> latter)
                .orElse(called);
    }

    /** A whole number from 1 on. */
    int count(String key) {
        return optionalCount(key).orElseThrow(() -> wrong(key, "a whole number from 1 on"));
    }

    /** Empty where the value is null or missing. */
    Optional<Integer> optionalCount(String key) {
        JsonNode value = value(key);
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw wrong(key, "a whole number from 1 on");
        }
        return Optional.of(value.intValue());
    }

    /** A number above 0. */
    double positive(String key) {
        return optionalPositive(key).orElseThrow(() -> wrong(key, "a number above 0"));
    }

    /** Empty where the value is null or missing. */
    Optional<Double> optionalPositive(String key) {
        JsonNode value = value(key);
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, "a number above 0");
        }
        return Optional.of(value.doubleValue());
    }

    /** False where the value is null or missing. */
    boolean flag(String key) {
        JsonNode value = value(key);
        if (!value.isBoolean() && !value.isNull() && !value.isMissingNode()) {
            throw wrong(key, "true or false");
        }
        return value.booleanValue();
    }

    /** Whether a part of the block has a bias: the family knows, or names the key that says so. */
    boolean bias(String part) {
        String says = Optional.ofNullable(family.bias().get(part)).orElse("no");
        return says.equals("yes") || (!says.equals("no") && flag(says));
    }

    /** @throws UserError if a key has a value under which something else would have to be computed */
    void checkFixed() {
        family.only().forEach(this::checkFixed);
        checkFixed("quantization_config", List.of());
    }

    private void checkFixed(String key, List<JsonNode> computed) {
        read.add(key);
        JsonNode value = config.get(key);
        if (value != null && !computed.contains(value) && !(computed.isEmpty() && value.isNull())) {
            throw new UserError(where + ": " + key + " is " + Json.shortened(value) + ", and this backend computes "
                    + (computed.isEmpty()
                            ? "models without it only"
                            : "only "
                                    + computed.stream().map(JsonNode::toString).collect(Collectors.joining(" or "))));
        }
    }

    /** Keys that are neither read nor known to be harmless. */
    List<String> unread() {
        return config.properties().stream()
                .filter(field -> !field.getValue().isNull())
                .map(field -> field.getKey())
                .filter(key -> !read.contains(key)
                        && !family.unread().contains(key)
                        && !HARMLESS.matcher(key).matches())
                .sorted()
                .toList();
    }

    /** The keys of an object inside, by their own names and without defaults; of none where there is no such object. */
    ConfigKeys inside(String key) {
        return new ConfigKeys(where + ": " + key, object(key), family, Map.of(), Map.of(), Map.of());
    }

    Family family() {
        return family;
    }

    UserError wrong(String key, String expected) {
        JsonNode value = value(key);
        return new UserError(where + ": " + called(key)
                + (value.isMissingNode() ? " is missing" : " is " + Json.shortened(value)) + ", and " + expected
                + " is expected");
    }

    String where() {
        return where;
    }
}
