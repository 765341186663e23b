package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.json(TestPlugins.catalogue()));

    @Test
    void isItselfAValidSchema() {
        Schema draft = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(draft.validate(ConfigSchema.json(TestPlugins.catalogue()))).isEmpty();
    }

    @Test
    void acceptsGoodConfigs() throws IOException {
        assertThat(validate(ConfigFolder.MINIMAL)).isEmpty();
        assertThat(validate(ConfigFolder.FULL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sead: 1",
                "run: { threads: 0 }",
                "run: { threads: two }",
                "metrics: kl",
                "metrics: []",
                "metrics: [nonsense]",
                "metrics: [{ type: kl, name: kl.2 }]",
                "baselines: [sae]",
                "baselines: [{ type: sae, path: x, k: 513 }]",
                "baselines: [{ type: sae, path: x, kk: 5 }]",
                "baselines: [{ type: everything, level: most }]",
                "positions: { special: 0 }",
            })
    void rejectsWhatTheReaderRejects(String line) throws IOException {
        assertThat(validate(ConfigFolder.MINIMAL + line)).isNotEmpty();
    }

    @Test
    void acceptsFurtherModelsAndLeavesTheBackendToThePath() throws IOException {
        var two = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(ConfigSchema.json(TestPlugins.catalogue(new TestPlugins.Backend("djl"))));
        String more = ConfigFolder.MINIMAL.replace("[zero]", "[zero, { type: model, name: int8, path: int8 }]")
                + "floor: { numeric: { backend: djl } }";
        assertThat(two.validate(YAML.readTree(ConfigFolder.MINIMAL))).isEmpty();
        assertThat(two.validate(YAML.readTree(more))).isEmpty();
        assertThat(two.validate(YAML.readTree(more.replace("djl", "other")))).isNotEmpty();
        assertThat(two.validate(YAML.readTree(more.replace("int8, path", "int8, pth"))))
                .isNotEmpty();
        assertThat(two.validate(YAML.readTree(ConfigFolder.FULL))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baselines: [{ type: eps_random, drwas: 2 }]",
                "interventions: [{ type: sae, path: x, drwas: 2 }]",
                "interventions: [{ type: model, path: x, drwas: 2 }]",
                "interventions: [{ type: model, backend: onnx, path: x, drwas: 2 }]",
                "metrics: [{ type: renyi, drwas: 2 }]",
                "stratify: [{ type: correct_token, drwas: 2 }]",
                "reports: [{ type: html, drwas: 2 }]",
                "model: { path: model, drwas: 2 }",
                "model: { backend: onnx, path: model, drwas: 2 }",
                "model: { backend: auto, path: model, drwas: 2 }",
                "corpus: { path: text.jsonl, drwas: 2 }",
                "corpus: { path: text.jsonl, reader: jsonl, drwas: 2 }",
                "floor: { numeric: { drwas: 2 } }",
                "run: { drwas: 2 }",
                "drwas: 2",
            })
    void aKeyThatIsMisspeltIsTheOneThatTheOnlyErrorNames(String line) throws IOException {
        String key = line.substring(0, line.indexOf(':') + 1);
        String others = ConfigFolder.MINIMAL
                .lines()
                .filter(each -> !each.startsWith(key))
                .collect(java.util.stream.Collectors.joining("\n"));
        assertThat(validate(others + "\n" + line))
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage()).contains("'drwas'"));
    }

    @Test
    void aModelOrTextMayBeAPathAlone() throws IOException {
        assertThat(validate("model: model\ncorpus: text.jsonl\nsites: [a]\ninterventions: [zero]\n"))
                .isEmpty();
        assertThat(validate("model: 3\ncorpus: text.jsonl\nsites: [a]\ninterventions: [zero]\n"))
                .isNotEmpty();
    }

    private List<Error> validate(String yaml) throws IOException {
        JsonNode config = YAML.readTree(yaml);
        return schema.validate(config);
    }
}
