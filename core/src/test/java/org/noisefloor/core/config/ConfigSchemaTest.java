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

    private List<Error> validate(String yaml) throws IOException {
        JsonNode config = YAML.readTree(yaml);
        return schema.validate(config);
    }
}
