package org.noisefloor.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Reads the JSON files beside a model, of which one is nearly right in turns: {@code tokenizer.json} of three kinds, and the configs. What the
 * native library makes of a tokenizer is not looked at. {@code ModelFilesFuzz FIRST COUNT}; the same number is always the same file.
 */
public final class ModelFilesFuzz {
    private static final int OUTPUTS = 300;
    private static final String TOKENIZER = "tokenizer.json";

    private static final List<String> TOKENIZERS = List.of("""
            {"version": "1.0", "truncation": null, "added_tokens": [
              {"id": 256, "content": "<|endoftext|>", "special": true}, {"id": 257, "content": "<pad>", "special": false}],
             "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<|endoftext|>", "type_id": 0}},
               {"Sequence": {"id": "A", "type_id": 0}}], "special_tokens": {"<|endoftext|>": {"id": "<|endoftext|>", "ids": [256]}}},
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "caf\\u00e9": 2, "\\u0120the": 3}, "merges": ["a b"]}}""", """
            {"added_tokens": [{"id": 1, "content": "[CLS]", "special": true}],
             "post_processor": {"type": "Sequence", "processors": [{"type": "ByteLevel"},
               {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]}, {"type": "BertProcessing", "cls": ["[CLS]", 1]}]},
             "model": {"type": "WordPiece", "vocab": {"[CLS]": 1, "x": 299}}}""", """
            {"model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.5e0], ["b", -2]]}, "added_tokens": []}""");

    private static final Map<String, String> CONFIGS = Map.of(
            "config.json", """
            {"model_type": "gpt2", "_name_or_path": "org/model", "vocab_size": 300, "n_positions": 64, "bos_token_id": 256,
             "eos_token_id": [256, 257], "pad_token_id": null, "tie_word_embeddings": true, "hidden_size": 16,
             "text_config": {"vocab_size": 300, "max_position_embeddings": 64}}""", "generation_config.json", """
            {"bos_token_id": 256, "eos_token_id": 257, "pad_token_id": 0}""", "tokenizer_config.json", """
            {"bos_token": "<|endoftext|>", "eos_token": {"content": "<pad>"}, "add_bos_token": true,
             "added_tokens_decoder": {"256": {"content": "<|endoftext|>"}}}""", "genai_config.json", """
            {"model": {"bos_token_id": 1, "eos_token_id": [2, 3], "pad_token_id": 0, "context_length": 64, "vocab_size": 300,
             "type": "llama"}}""");

    private final Path folder;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final List<String> names;

    /** A file, as it is when another one is the hostile one, and with mistakes. */
    private record Target(String right, Mutator mutator, HostileFiles hostile) {}

    /** @param folder an empty one */
    ModelFilesFuzz(Path folder) throws IOException {
        this.folder = folder;
        add(TOKENIZER, TOKENIZERS);
        for (Map.Entry<String, String> config :
                CONFIGS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            add(config.getKey(), List.of(config.getValue()));
        }
        this.names = List.copyOf(targets.keySet());
    }

    public static void main(String[] args) throws IOException {
        Campaign.run(
                "files beside a model",
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                1,
                new ModelFilesFuzz(Files.createTempDirectory("noisefloor-model-files-fuzz"))::check);
    }

    private void add(String name, List<String> right) throws IOException {
        List<byte[]> seeds = right.stream()
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toList();
        Files.write(folder.resolve(name), seeds.get(0));
        targets.put(
                name,
                new Target(
                        right.get(0),
                        new Mutator(seeds),
                        new HostileFiles(folder.resolve(name), folder, ModelFilesFuzz::read)));
    }

    /** @return how many were refused */
    long check(long first, long count) throws IOException {
        long refused = 0;
        for (long number = first; number < first + count; number++) {
            // the tokenizer every second time; what onnxruntime-genai writes is read where there is no config.json
            int which = (int) (number % (2L * names.size()));
            String name = which < names.size() ? names.get(which) : TOKENIZER;
            Target target = targets.get(name);
            if (name.startsWith("genai")) {
                Files.delete(folder.resolve("config.json"));
            }
            refused += target.hostile().check(number, 1, target.mutator());
            Files.writeString(folder.resolve(name), target.right());
            Files.writeString(
                    folder.resolve("config.json"), targets.get("config.json").right());
        }
        return refused;
    }

    private static void read(Path folder) {
        ModelConfig config = ModelConfig.read(List.of(folder));
        config.info(OUTPUTS).build();
        config.notes(OUTPUTS);
        TokenizerJson.head(folder.resolve(TOKENIZER)).id("b");
        TokenizerJson whole = TokenizerJson.read(folder.resolve(TOKENIZER));
        whole.id("<pad>");
        whole.vocabulary();
        whole.special();
        whole.front();
    }
}
