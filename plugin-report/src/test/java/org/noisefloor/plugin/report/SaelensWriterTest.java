package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.metric.ProviderContract;

class SaelensWriterTest implements ProviderContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What of a report the writer looks at, with figures that are easy to divide. */
    private static final String REPORT = """
            {
              "positions": { "sequences": 2, "tokens": 20, "conventions": "saelens" },
              "batch": { "sequences": 2, "length": 10 },
              "sites": [ {
                "name": "blocks.3.hook_resid_post",
                "arms": [
                  { "name": "mine", "type": "sae", "role": "intervention", "figures": {
                    "kl": { "value": 0.5 }, "ce": { "value": 2 }, "ce_spliced": { "value": 3 },
                    "mse": { "value": 12 }, "explained_variance": { "value": 0.75 }, "cosine": { "value": 0.875 },
                    "explained_variance_legacy": { "value": 0.625 },
                    "l2_norm_in": { "value": 13 }, "l2_norm_out": { "value": 11 }, "l2_ratio": { "value": 0.8125 },
                    "relative_reconstruction_bias": { "value": 0.96875 },
                    "l0": { "value": 16 }, "l1": { "value": 30 } } },
                  { "name": "zero", "type": "zero", "role": "baseline", "figures": {
                    "kl": { "value": 99 }, "ce": { "value": 2 }, "ce_spliced": { "value": 99 } } },
                  { "name": "gone", "type": "zero_all", "role": "baseline", "figures": {
                    "kl": { "value": 4 }, "ce": { "value": 2 }, "ce_spliced": { "value": 10 } } }
                ] } ]
            }
            """;

    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new SaelensWriter();
    }

    private JsonNode written(String report) throws IOException {
        new SaelensWriter()
                .write(
                        new Finished(JSON.readValue(report, new TypeReference<Map<String, Object>>() {})),
                        temp,
                        new NoOptions());
        return JSON.readTree(temp.resolve("metrics.json").toFile());
    }

    private static double number(JsonNode result, String key) {
        JsonNode value = result.at("/metrics/" + key);
        assertThat(value.isNumber()).as(key).isTrue();
        return value.asDouble();
    }

    @Test
    void hasOneResultForEachInterventionAndNoneForBaselines() throws IOException {
        JsonNode results = written(REPORT);
        assertThat(results).hasSize(1);
        assertThat(results.at("/0/unique_id").asText()).isEqualTo("mine-blocks.3.hook_resid_post");
        assertThat(results.at("/0/sae_set").asText()).isEqualTo("mine");
        assertThat(results.at("/0/sae_id").asText()).isEqualTo("blocks.3.hook_resid_post");
        assertThat(results.at("/0/eval_cfg/context_size").asInt()).isEqualTo(10);
        assertThat(results.at("/0/eval_cfg/batch_size_prompts").asInt()).isEqualTo(2);
        assertThat(results.at("/0/notes")).isEmpty();
    }

    @Test
    void hasSaelensKeysInSaelensGroups() throws IOException {
        JsonNode metrics = written(REPORT).at("/0/metrics");
        assertThat(keys(metrics))
                .containsExactly(
                        "model_behavior_preservation",
                        "model_performance_preservation",
                        "reconstruction_quality",
                        "shrinkage",
                        "sparsity",
                        "token_stats");
        assertThat(keys(metrics.get("model_behavior_preservation")))
                .containsExactly("kl_div_score", "kl_div_with_ablation", "kl_div_with_sae");
        assertThat(keys(metrics.get("model_performance_preservation")))
                .containsExactly("ce_loss_score", "ce_loss_with_ablation", "ce_loss_with_sae", "ce_loss_without_sae");
        assertThat(keys(metrics.get("reconstruction_quality")))
                .containsExactly("explained_variance", "explained_variance_legacy", "mse", "cossim");
        assertThat(keys(metrics.get("shrinkage")))
                .containsExactly("l2_norm_in", "l2_norm_out", "l2_ratio", "relative_reconstruction_bias");
        assertThat(keys(metrics.get("sparsity"))).containsExactly("l0", "l1");
        assertThat(keys(metrics.get("token_stats")))
                .containsExactly("total_tokens_eval_reconstruction", "total_tokens_eval_sparsity_variance");
    }

    private static List<String> keys(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void scoresAreAgainstTheAblationOfAllPositions() throws IOException {
        JsonNode result = written(REPORT).get(0);
        assertThat(number(result, "model_behavior_preservation/kl_div_score")).isEqualTo(3.5 / 4);
        assertThat(number(result, "model_behavior_preservation/kl_div_with_ablation"))
                .isEqualTo(4);
        assertThat(number(result, "model_performance_preservation/ce_loss_score"))
                .isCloseTo(7 / 8.0, within(1e-15));
        assertThat(number(result, "model_performance_preservation/ce_loss_with_ablation"))
                .isEqualTo(10);
        assertThat(number(result, "model_performance_preservation/ce_loss_without_sae"))
                .isEqualTo(2);
    }

    @Test
    void everyOtherFigureIsTakenFromTheReport() throws IOException {
        JsonNode result = written(REPORT).get(0);
        assertThat(number(result, "reconstruction_quality/cossim")).isEqualTo(0.875);
        assertThat(number(result, "reconstruction_quality/mse")).isEqualTo(12);
        assertThat(number(result, "reconstruction_quality/explained_variance_legacy"))
                .isEqualTo(0.625);
        assertThat(number(result, "shrinkage/relative_reconstruction_bias")).isEqualTo(0.96875);
        assertThat(number(result, "sparsity/l1")).isEqualTo(30);
        assertThat(number(result, "token_stats/total_tokens_eval_reconstruction"))
                .isEqualTo(20);
    }

    @Test
    void whatARunDidNotMeasureIsNullAndSaysWhatItNeeds() throws IOException {
        JsonNode result = written(REPORT.replace("zero_all", "mean")
                        .replace("\"mse\"", "\"other\"")
                        .replace("\"l0\"", "\"no\""))
                .get(0);
        JsonNode missing = result.get("missing");
        assertThat(missing.get("model_behavior_preservation/kl_div_score").asText())
                .contains("the baseline 'zero_all'");
        assertThat(missing.get("model_performance_preservation/ce_loss_with_ablation")
                        .asText())
                .contains("the baseline 'zero_all'");
        assertThat(missing.get("reconstruction_quality/mse").asText()).isEqualTo("needs the metric 'reconstruction'");
        assertThat(missing.get("sparsity/l0").asText()).isEqualTo("'mine' takes no activation apart into features");
        assertThat(result.at("/metrics/reconstruction_quality/mse").isNull()).isTrue();
        assertThat(number(result, "model_behavior_preservation/kl_div_with_sae"))
                .isEqualTo(0.5);
    }

    @Test
    void nothingIsMissingFromAFullRun() throws IOException {
        assertThat(keys(written(REPORT).get(0).get("missing"))).isEmpty();
    }

    @Test
    void theLegacyVarianceNeedsItsOwnMetric() throws IOException {
        JsonNode result =
                written(REPORT.replace("explained_variance_legacy", "other")).get(0);
        assertThat(result.get("missing")
                        .get("reconstruction_quality/explained_variance_legacy")
                        .asText())
                .isEqualTo("needs the metric 'explained_variance_legacy'");
        assertThat(result.at("/metrics/reconstruction_quality/explained_variance_legacy")
                        .isNull())
                .isTrue();
    }

    @Test
    void anUndefinedFigureKeepsItsReason() throws IOException {
        JsonNode result = written(REPORT.replace("\"value\": 0.75", "\"value\": null, \"missing\": \"no variance\""))
                .get(0);
        assertThat(result.at("/metrics/reconstruction_quality/explained_variance")
                        .isNull())
                .isTrue();
        assertThat(result.get("missing")
                        .get("reconstruction_quality/explained_variance")
                        .asText())
                .isEqualTo("no variance");
    }

    @Test
    void anAblationWithoutEffectGivesNoScore() throws IOException {
        JsonNode result = written(REPORT.replace("\"kl\": { \"value\": 4 }", "\"kl\": { \"value\": 0 }"))
                .get(0);
        assertThat(result.at("/metrics/model_behavior_preservation/kl_div_score")
                        .isNull())
                .isTrue();
        assertThat(result.get("missing")
                        .get("model_behavior_preservation/kl_div_score")
                        .asText())
                .isEqualTo("undefined: the ablation changes nothing");
    }

    @Test
    void aRunUnderOtherConventionsSaysSo() throws IOException {
        JsonNode result =
                written(REPORT.replace("\"saelens\"", "\"noisefloor\"")).get(0);
        assertThat(result.at("/eval_cfg/conventions").asText()).isEqualTo("noisefloor");
        assertThat(result.at("/notes/0").asText()).contains("leave out the last position");
    }
}
