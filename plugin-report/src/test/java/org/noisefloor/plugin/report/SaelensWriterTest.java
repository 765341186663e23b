package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.noisefloor.api.report.Estimate;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class SaelensWriterTest implements ProviderContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestArm mine = TestArm.intervention("mine")
            .figure("kl", 0.5)
            .figure("ce", 2)
            .figure("ce_spliced", 3)
            .figure("mse", 12)
            .figure("explained_variance", 0.75)
            .figure("cosine", 0.875)
            .figure("explained_variance_legacy", 0.625)
            .figure("l2_norm_in", 13)
            .figure("l2_norm_out", 11)
            .figure("l2_ratio", 0.8125)
            .figure("relative_reconstruction_bias", 0.96875)
            .figure("l0", 16)
            .figure("l1", 30);
    private final TestArm zero =
            TestArm.baseline("zero", "zero").figure("kl", 99).figure("ce", 2).figure("ce_spliced", 99);
    private final TestArm gone =
            TestArm.baseline("gone", "zero_all").figure("kl", 4).figure("ce", 2).figure("ce_spliced", 10);

    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new SaelensWriter();
    }

    @Test
    void aJointSpliceIsNoHookPoint() throws IOException {
        new SaelensWriter()
                .write(
                        Reports.run(Reports.together()),
                        temp,
                        new NoOptions(),
                        TestContext.builder().build());
        assertThat(JSON.readTree(temp.resolve("metrics.json").toFile()))
                .extracting(each -> each.get("sae_id").asText())
                .containsExactly("blocks.0");
    }

    /** Figures that are easy to divide. */
    private JsonNode written() throws IOException {
        return written("saelens", mine, zero, gone);
    }

    private JsonNode written(String conventions, TestArm... arms) throws IOException {
        TestReport report = new TestReport()
                .positions(2, 20, 0, 0)
                .length(10)
                .conventions(conventions)
                .site("blocks.3.hook_resid_post", arms);
        new SaelensWriter()
                .write(
                        new Finished(report.report()),
                        temp,
                        new NoOptions(),
                        TestContext.builder().build());
        return JSON.readTree(temp.resolve("metrics.json").toFile());
    }

    private static double number(JsonNode result, String key) {
        JsonNode value = result.at("/metrics/" + key);
        assertThat(value.isNumber()).as(key).isTrue();
        return value.asDouble();
    }

    @Test
    void hasOneResultForEachInterventionAndNoneForBaselines() throws IOException {
        JsonNode results = written();
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
        JsonNode metrics = written().at("/0/metrics");
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
        JsonNode result = written().get(0);
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
        JsonNode result = written().get(0);
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
        mine.without("mse").without("l0");
        JsonNode result = written("saelens", mine, zero).get(0);
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
        assertThat(keys(written().get(0).get("missing"))).isEmpty();
    }

    @Test
    void theLegacyVarianceNeedsItsOwnMetric() throws IOException {
        mine.without("explained_variance_legacy");
        JsonNode result = written().get(0);
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
        mine.figure("explained_variance", Estimate.undefined("no variance"));
        JsonNode result = written().get(0);
        assertThat(result.at("/metrics/reconstruction_quality/explained_variance")
                        .isNull())
                .isTrue();
        assertThat(result.get("missing")
                        .get("reconstruction_quality/explained_variance")
                        .asText())
                .isEqualTo("no variance");
    }

    @Test
    void anInfiniteFigureIsNullAndKeepsItsReason() throws IOException {
        mine.figure("kl", Estimate.withoutInterval(Double.POSITIVE_INFINITY, "infinite at one position"));
        JsonNode result = written().get(0);
        assertThat(result.at("/metrics/model_behavior_preservation/kl_div_with_sae")
                        .isNull())
                .isTrue();
        assertThat(result.get("missing")
                        .get("model_behavior_preservation/kl_div_score")
                        .asText())
                .isEqualTo("infinite at one position");
    }

    @Test
    void anAblationWithoutEffectGivesNoScore() throws IOException {
        gone.figure("kl", 0);
        JsonNode result = written().get(0);
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
        JsonNode result = written("noisefloor", mine, zero, gone).get(0);
        assertThat(result.at("/eval_cfg/conventions").asText()).isEqualTo("noisefloor");
        assertThat(result.at("/notes/0").asText()).contains("leave out the last position");
    }
}
