package org.noisefloor.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;

/**
 * What the JSON files beside a model's weights say of it, by the names that Hugging Face gives them.
 *
 * @param json {@code config.json}, empty if there is none
 * @param architecture {@code model_type}, else {@code unknown}
 * @param vocabulary {@code vocab_size}, which may be less than the rows of the embedding
 * @param context the longest sequence
 * @param saidOfTokens what the files say of special tokens
 * @param tokenizer {@code tokenizer.json}
 * @param files the files that were read, but for the tokenizer
 */
public record ModelConfig(
        ObjectNode json,
        String architecture,
        OptionalInt vocabulary,
        OptionalInt context,
        TokenFiles saidOfTokens,
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
        ObjectNode config = find(folders, FILE).isPresent()
                ? json(folders, FILE, files)
                : GenaiConfig.asConfig(json(folders, "genai_config.json", files));
        ObjectNode generation = json(folders, "generation_config.json", files);
        ObjectNode tokenizerConfig = json(folders, "tokenizer_config.json", files);
        Optional<Path> tokenizer = find(folders, "tokenizer.json");
        return new ModelConfig(
                config,
                config.path("model_type").asText("unknown"),
                number(config, "vocab_size"),
                number(config, "n_positions", "n_ctx", "max_position_embeddings"),
                new TokenFiles(config, generation, tokenizerConfig, tokenizer.flatMap(ModelConfig::head)),
                tokenizer,
                files);
    }

    /** A tokenizer that cannot be read is told when a text needs it; token ids do not. */
    private static Optional<TokenizerJson> head(Path tokenizer) {
        try {
            return Optional.of(TokenizerJson.head(tokenizer));
        } catch (UserError unusable) {
            return Optional.empty();
        }
    }

    /**
     * Its special tokens.
     *
     * @param outputs how many token ids it has
     */
    public SpecialTokens special(int outputs) {
        return SpecialTokens.of(saidOfTokens, architecture, outputs);
    }

    /** What these files say of the model, for a backend to add to; not its context, of which the weights may allow less. */
    public ModelInfo.Builder info(int outputs) {
        SpecialTokens special = special(outputs);
        return ModelInfo.of(architecture, outputs)
                .name(name())
                .bos(special.beginning())
                .special(special.byRole())
                .tokenizer(tokenizer);
    }

    /** What the model was loaded from when it was saved, unless that is a place on somebody's disk. */
    private Optional<String> name() {
        return Optional.of(json.path("_name_or_path").asText(""))
                .filter(name -> name.matches("[A-Za-z0-9][\\w.-]*(/[\\w.-]+)?"));
    }

    /** How many layers there are. */
    public OptionalInt layers() {
        return number(json, "num_hidden_layers", "n_layer", "num_layers", "n_layers");
    }

    /** Where {@code config.json} is. */
    public Optional<Path> file() {
        return files.stream().filter(file -> file.endsWith(FILE)).findFirst();
    }

    /**
     * What a user should know of its special tokens, and where {@code config.json} contradicts itself.
     *
     * @param outputs how many token ids it has
     */
    public List<String> notes(int outputs) {
        SpecialTokens special = special(outputs);
        List<String> notes = new ArrayList<>(Contradictions.of(json));
        notes.addAll(special.notes());
        if (!special.byRole().isEmpty()) {
            return notes;
        }
        notes.add("no special tokens are known, since "
                + (file().isPresent() ? "config.json names none" : "there is no config.json with the model")
                + ": BOS is intervened on and scored like any other token, unless positions.special lists its id");
        return notes;
    }

    private static OptionalInt number(JsonNode config, String... keys) {
        for (String key : keys) {
            JsonNode value = TokenFiles.ofText(config, key);
            if (value.isIntegralNumber() && value.intValue() > 0) {
                return OptionalInt.of(value.intValue());
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
