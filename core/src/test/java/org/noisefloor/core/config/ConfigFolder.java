package org.noisefloor.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;

/** A folder with a model, a text and room for configs. */
record ConfigFolder(Path path) {
    static final String MINIMAL = """
            model: { path: model }
            corpus: { path: text.jsonl }
            sites: [blocks.3.hook_resid_post]
            interventions: [zero]
            """;

    static final String FULL = """
            # everything
            model:
              backend: onnx
              path: model
              optimise: basic_only
            corpus:
              path: text.jsonl
              reader: jsonl
              sequences: 1_000
              length: 64
              pack: document
              bos: never
              tokenizer: model/tokenizer.json
              calibration: { path: text.jsonl, sequences: 10 }
              text_key: content
            sites: [blocks.3.hook_resid_post, blocks.*.hook_mlp_out]
            interventions:
              - { type: sae, path: "saes/{site}" }
              - { type: sae, name: sae_32, path: saes/one, k: 32 }
            baselines:
              - zero
              - eps_random
              - type: eps_random
                name: eps_once
                draws: 1
            metrics: [kl, { type: renyi, orders: [0.5, 1e1, inf] }]
            stratify: [correct_token]
            floors: [eps_random, eps_once]
            reports: [html]
            positions: { skip_first: 1, special: [0, 5], vocab: 2000 }
            run: { threads: 2, batch: 4, memory: 1.5 GiB, resamples: 500 }
            seed: -7
            output: runs/full
            """;

    static ConfigFolder in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("model"));
        Files.writeString(folder.resolve("model/tokenizer.json"), "{}");
        Files.writeString(folder.resolve("text.jsonl"), "{\"text\": \"hello\"}\n");
        return new ConfigFolder(folder);
    }

    Path write(String yaml) throws IOException {
        return Files.writeString(path.resolve("demo.yaml"), yaml);
    }

    Plan read(String yaml) throws IOException {
        return read(yaml, Map.of());
    }

    Plan read(String yaml, Map<String, String> overrides) throws IOException {
        return read(yaml, overrides, TestPlugins.catalogue());
    }

    Plan read(String yaml, Map<String, String> overrides, Catalogue catalogue) throws IOException {
        return ConfigReader.read(write(yaml), catalogue, overrides);
    }

    /** The sentences that reading this gives. */
    String mistakes(String yaml) throws IOException {
        return mistakes(yaml, Map.of());
    }

    String mistakes(String yaml, Map<String, String> overrides) throws IOException {
        try {
            read(yaml, overrides);
        } catch (UserError mistakes) {
            return mistakes.getMessage();
        }
        throw new AssertionError("no mistake was found in\n" + yaml);
    }
}
