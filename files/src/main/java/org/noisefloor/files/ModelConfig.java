package org.noisefloor.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.ModelInfo;

/**
 * What the JSON files beside a model's weights say of it, by the names that Hugging Face gives them: {@code config.json}, and of
 * the special tokens, where that is silent, {@code generation_config.json}.
 *
 * @param json {@code config.json}, empty if there is none
 * @param architecture {@code model_type}, else {@code unknown}
 * @param vocabulary {@code vocab_size}, which may be less than the rows of the embedding
 * @param context the longest sequence
 * @param beginning what a sequence starts with; empty if the model was trained without
 * @param special ids of {@code bos}, {@code eos} and {@code pad}, as far as given
 * @param tokenizer {@code tokenizer.json}
 * @param files the files that were read
 */
public record ModelConfig(
        ObjectNode json,
        String architecture,
        OptionalInt vocabulary,
        OptionalInt context,
        OptionalInt beginning,
        Map<String, Integer> special,
        Optional<Path> tokenizer,
        List<Path> files) {
    private static final String FILE = "config.json";

    /**
     * Reads what is there.
     *
     * @param folders where the files are looked for, in this order
     */
    public static ModelConfig read(List<Path> folders) {
        List<Path> files = new ArrayList<>();
        ObjectNode config = json(folders, FILE, files);
        ObjectNode generation = json(folders, "generation_config.json", files);
        ObjectNode tokenizer = json(folders, "tokenizer_config.json", files);

        Map<String, Integer> special = new LinkedHashMap<>();
        for (String role : List.of("bos", "eos", "pad")) {
            List<Integer> ids = ids(config, generation, role + "_token_id");
            for (int i = 0; i < ids.size(); i++) {
                special.put(i == 0 ? role : role + "_" + (i + 1), ids.get(i)); // Llama 3 has several ends
            }
        }
        String architecture = config.path("model_type").asText("unknown");
        return new ModelConfig(
                config,
                architecture,
                number(config, "vocab_size"),
                number(config, "n_positions", "n_ctx", "max_position_embeddings"),
                beginning(architecture, tokenizer, special),
                special,
                find(folders, "tokenizer.json"),
                files);
    }

    /** What these files say of the model, for a backend to add to; not its context, of which the weights may allow less. */
    public ModelInfo.Builder info(int outputs) {
        return ModelInfo.of(architecture, outputs)
                .name(name())
                .bos(beginning)
                .special(special)
                .tokenizer(tokenizer);
    }

    /** What the model was loaded from when it was saved, unless that is a place on somebody's disk. */
    private Optional<String> name() {
        return Optional.of(json.path("_name_or_path").asText(""))
                .filter(name -> name.matches("[A-Za-z0-9][\\w.-]*(/[\\w.-]+)?"));
    }

    /** Where {@code config.json} is. */
    public Optional<Path> file() {
        return files.stream().filter(file -> file.endsWith(FILE)).findFirst();
    }

    /** What a user should know if no special tokens are named. */
    public List<String> notes() {
        if (!special.isEmpty()) {
            return List.of();
        }
        return List.of("no special tokens are known, since "
                + (file().isPresent() ? "config.json names none" : "there is no config.json with the model")
                + ": BOS is intervened on and scored like any other token, unless positions.special lists its id");
    }

    /**
     * Models are run with their BOS token in front, as the field does, even where the tokenizer would not add it (GPT-2,
     * Pythia). Qwen2 names a BOS id in its config, but was trained without one and its tokenizer has none.
     */
    private static OptionalInt beginning(String architecture, JsonNode tokenizer, Map<String, Integer> special) {
        boolean saysNone =
                tokenizer.has("bos_token") && tokenizer.get("bos_token").isNull();
        Integer bos = special.get("bos");
        return bos == null || saysNone || architecture.startsWith("qwen") ? OptionalInt.empty() : OptionalInt.of(bos);
    }

    private static List<Integer> ids(JsonNode config, JsonNode generation, String key) {
        JsonNode value = config.hasNonNull(key) ? config.get(key) : generation.path(key);
        List<Integer> ids = new ArrayList<>();
        if (value.isIntegralNumber()) {
            ids.add(value.intValue());
        } else if (value.isArray()) {
            value.forEach(id -> ids.add(id.asInt(-1)));
        }
        ids.removeIf(id -> id < 0);
        return ids;
    }

    private static OptionalInt number(JsonNode config, String... keys) {
        for (String key : keys) {
            if (config.path(key).isIntegralNumber() && config.path(key).intValue() > 0) {
                return OptionalInt.of(config.path(key).intValue());
            }
        }
        return OptionalInt.empty();
    }

    private static ObjectNode json(List<Path> folders, String name, List<Path> files) {
        Optional<Path> file = find(folders, name);
        file.ifPresent(files::add);
        return file.map(Json::read).orElseGet(Json::empty);
    }

    private static Optional<Path> find(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
