package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class SaebenchWriterTest implements ProviderContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROVENANCE = """
            { "noisefloor": "9.9", "started": "2026-01-02T03:04:05Z", "finished": "2026-01-02T03:04:06.007Z",
              "model": { "path": "/somewhere/of/mine/gpt2" }, "corpus": { "path": "C:\\\\texts\\\\text.jsonl" },
              "interventions": [ { "arm": "mine at blocks.0", "made_from": { "d_sae": 8 } } ] }
            """;

    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new SaebenchWriter();
    }

    /** The result of {@code mine}, read back. */
    private JsonNode result(TestReport report, String provenance) throws IOException {
        Map<String, Object> made = JSON.readValue(provenance, new TypeReference<Map<String, Object>>() {});
        write(Reports.run(report).withProvenance(made));
        return JSON.readTree(temp.resolve("mine_blocks.0_eval_results.json").toFile());
    }

    private void write(Finished run) throws IOException {
        new SaebenchWriter()
                .write(run, temp, new NoOptions(), TestContext.builder().build());
    }

    private static String schema() throws IOException {
        try (InputStream in = SaebenchWriterTest.class.getResourceAsStream("/saebench-core.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void isValid(String json) throws IOException {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schema())
                        .validate(json, InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void eachInterventionAtEachSiteHasAFileOfTheSchemasShape() throws IOException {
        write(Reports.run(Reports.sample()));
        isValid(Files.readString(temp.resolve("mine_blocks.0_eval_results.json")));
        assertThat(temp)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("eps"));
        isValid(result(Reports.sample(), PROVENANCE).toString());
    }

    @Test
    void figuresStandUnderSaebenchsKeys() throws IOException {
        JsonNode result = result(Reports.sample(), PROVENANCE);
        assertThat(result.at("/eval_result_metrics/model_behavior_preservation/kl_div_with_sae")
                        .asDouble())
                .isEqualTo(0.1);
        assertThat(result.at("/eval_result_metrics/misc_metrics/frac_alive").asDouble())
                .isEqualTo(0.75);
        assertThat(result.at("/eval_result_metrics/misc_metrics/freq_over_10_percent")
                        .asDouble())
                .isEqualTo(0.25);
        assertThat(result.at("/eval_result_metrics/misc_metrics/freq_over_1_percent")
                        .asDouble())
                .isEqualTo(0.5);
        assertThat(result.at("/eval_result_metrics/token_stats/total_tokens_eval_reconstruction")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void whatItWasMadeFromComesFromTheProvenanceWithoutPaths() throws IOException {
        JsonNode result = result(Reports.sample(), PROVENANCE);
        assertThat(result.at("/eval_config/model_name").asText()).isEqualTo("gpt2");
        assertThat(result.at("/eval_config/dataset").asText()).isEqualTo("text.jsonl");
        assertThat(result.at("/sae_cfg_dict/d_sae").asInt()).isEqualTo(8);
        assertThat(result.get("datetime_epoch_millis").asLong()).isEqualTo(1767323046007L);
        assertThat(result.toString()).doesNotContain("somewhere");
    }

    @Test
    void aNullHasItsReason() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").features(null);
        JsonNode result = result(report, PROVENANCE);
        assertThat(result.at("/eval_result_metrics/misc_metrics/frac_alive").isNull())
                .isTrue();
        JsonNode missing = result.at("/eval_result_unstructured/missing");
        assertThat(missing.get("misc_metrics/frac_alive").asText()).contains("takes no activation apart");
        assertThat(missing.get("model_behavior_preservation/kl_div_score").asText())
                .contains("zero_all");
        assertThat(missing.has("reconstruction_quality/explained_variance_legacy"))
                .isFalse();
    }

    @Test
    void saelensOlderVarianceHasNoPlaceThere() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").figure("explained_variance_legacy", 0.5);
        String json = result(report, PROVENANCE).toString();
        isValid(json);
        assertThat(json).doesNotContain("legacy");
    }

    @Test
    void theSameRunGivesTheSameId() throws IOException {
        String id = result(Reports.sample(), PROVENANCE).get("eval_id").asText();
        assertThat(result(Reports.sample(), PROVENANCE).get("eval_id").asText()).isEqualTo(id);
        assertThat(result(Reports.sample(), PROVENANCE.replace("04:05Z", "04:07Z"))
                        .get("eval_id")
                        .asText())
                .isNotEqualTo(id);
    }

    @Test
    void aRunThatMeasuredNothingWritesNothing() throws IOException {
        write(Reports.nothing());
        assertThat(temp).isEmptyDirectory();
    }
}
