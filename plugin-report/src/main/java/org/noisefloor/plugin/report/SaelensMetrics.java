package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The figures of one intervention in SAELens' groups.
 *
 * <p>kl_div_score = (KL_abl − KL_sae)/KL_abl and ce_loss_score = (CE_abl − CE_sae)/(CE_abl − CE_without), both from means over all
 * positions of the run, abl the arm {@code zero_all}: SAELens' ablation acts on special tokens too. l0 and l1 are what the SAE
 * observes of itself; all others are figures of the metrics {@code kl}, {@code loss}, {@code reconstruction} and
 * {@code explained_variance_legacy}.
 *
 * @param metrics group → key → number or null
 * @param missing {@code group/key} → why it is null
 */
record SaelensMetrics(ObjectNode metrics, ObjectNode missing) {

    static SaelensMetrics of(JsonNode report, JsonNode site, JsonNode arm) {
        return new Writing(arm, ablation(site)).all(report.path("positions"));
    }

    private static JsonNode ablation(JsonNode site) {
        for (JsonNode arm : site.path("arms")) {
            if (arm.path("type").asText().equals("zero_all")) {
                return arm;
            }
        }
        return MissingNode.getInstance();
    }

    /** A number, or NaN and why there is none. */
    private record Score(double value, String missing) {

        static Score undefined(String why) {
            return new Score(Double.NaN, why);
        }

        Score minus(Score other) {
            return missing.isEmpty() && other.missing.isEmpty()
                    ? new Score(value - other.value, "")
                    : undefined(missing.isEmpty() ? other.missing : missing);
        }

        Score over(Score other) {
            if (!missing.isEmpty() || !other.missing.isEmpty()) {
                return undefined(missing.isEmpty() ? other.missing : missing);
            }
            return other.value == 0
                    ? undefined("undefined: the ablation changes nothing")
                    : new Score(value / other.value, "");
        }
    }

    private static final class Writing {
        private final JsonNode arm;
        private final JsonNode ablation;
        private final SaelensMetrics to =
                new SaelensMetrics(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());

        Writing(JsonNode arm, JsonNode ablation) {
            this.arm = arm;
            this.ablation = ablation;
        }

        SaelensMetrics all(JsonNode positions) {
            Score kl = figure(arm, "kl", needs("kl"));
            Score klAblated = ablated("kl", needs("kl"));
            put(
                    "model_behavior_preservation",
                    "kl_div_score",
                    klAblated.minus(kl).over(klAblated));
            put("model_behavior_preservation", "kl_div_with_ablation", klAblated);
            put("model_behavior_preservation", "kl_div_with_sae", kl);

            Score ce = figure(arm, "ce", needs("loss"));
            Score ceSpliced = figure(arm, "ce_spliced", needs("loss"));
            Score ceAblated = ablated("ce_spliced", needs("loss"));
            put(
                    "model_performance_preservation",
                    "ce_loss_score",
                    ceAblated.minus(ceSpliced).over(ceAblated.minus(ce)));
            put("model_performance_preservation", "ce_loss_with_ablation", ceAblated);
            put("model_performance_preservation", "ce_loss_with_sae", ceSpliced);
            put("model_performance_preservation", "ce_loss_without_sae", ce);

            put("reconstruction_quality", "explained_variance", reconstruction("explained_variance"));
            put(
                    "reconstruction_quality",
                    "explained_variance_legacy",
                    figure(arm, "explained_variance_legacy", needs("explained_variance_legacy")));
            put("reconstruction_quality", "mse", reconstruction("mse"));
            put("reconstruction_quality", "cossim", reconstruction("cosine"));

            put("shrinkage", "l2_norm_in", reconstruction("l2_norm_in"));
            put("shrinkage", "l2_norm_out", reconstruction("l2_norm_out"));
            put("shrinkage", "l2_ratio", reconstruction("l2_ratio"));
            put("shrinkage", "relative_reconstruction_bias", reconstruction("relative_reconstruction_bias"));

            put("sparsity", "l0", feature("l0"));
            put("sparsity", "l1", feature("l1"));

            long tokens = positions.path("tokens").asLong();
            ObjectNode stats = to.metrics.putObject("token_stats");
            stats.put("total_tokens_eval_reconstruction", tokens);
            stats.put("total_tokens_eval_sparsity_variance", tokens);
            return to;
        }

        private Score reconstruction(String figure) {
            return figure(arm, figure, needs("reconstruction"));
        }

        private Score feature(String figure) {
            return figure(arm, figure, "'" + arm.path("name").asText() + "' takes no activation apart into features");
        }

        private static String needs(String metric) {
            return "needs the metric '" + metric + "'";
        }

        private Score ablated(String figure, String otherwise) {
            return ablation.isMissingNode()
                    ? Score.undefined("needs the baseline 'zero_all', which ablates all positions as SAELens does")
                    : figure(ablation, figure, otherwise);
        }

        /** @param otherwise why it is missing if the report does not have it */
        private static Score figure(JsonNode arm, String name, String otherwise) {
            JsonNode figure = arm.path("figures").path(name);
            if (figure.isMissingNode()) {
                return Score.undefined(otherwise);
            }
            JsonNode value = figure.path("value");
            return value.isNumber()
                    ? new Score(value.asDouble(), "")
                    : Score.undefined(figure.path("missing").asText("not a finite number"));
        }

        private void put(String group, String key, Score number) {
            ObjectNode of = to.metrics.withObject("/" + group);
            if (number.missing.isEmpty()) {
                of.put(key, number.value);
            } else {
                of.putNull(key);
                to.missing.put(group + "/" + key, number.missing);
            }
        }
    }
}
