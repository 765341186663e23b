package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;

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

    static SaelensMetrics of(RunReport report, SiteReport site, ArmReport arm) {
        return new Writing(arm, ablation(site)).all(report.positions().tokens());
    }

    private static Optional<ArmReport> ablation(SiteReport site) {
        return site.arms().stream().filter(arm -> arm.type().equals("zero_all")).findFirst();
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
        private final ArmReport arm;
        private final Optional<ArmReport> ablation;
        private final SaelensMetrics to =
                new SaelensMetrics(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());

        Writing(ArmReport arm, Optional<ArmReport> ablation) {
            this.arm = arm;
            this.ablation = ablation;
        }

        SaelensMetrics all(long tokens) {
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

            ObjectNode stats = to.metrics.putObject("token_stats");
            stats.put("total_tokens_eval_reconstruction", tokens);
            stats.put("total_tokens_eval_sparsity_variance", tokens);
            return to;
        }

        private Score reconstruction(String figure) {
            return figure(arm, figure, needs("reconstruction"));
        }

        private Score feature(String figure) {
            return figure(arm, figure, "'" + arm.name() + "' takes no activation apart into features");
        }

        private static String needs(String metric) {
            return "needs the metric '" + metric + "'";
        }

        private Score ablated(String figure, String otherwise) {
            return ablation.map(each -> figure(each, figure, otherwise))
                    .orElse(Score.undefined(
                            "needs the baseline 'zero_all', which ablates all positions as SAELens does"));
        }

        /** @param otherwise why it is missing if the report does not have it */
        private static Score figure(ArmReport arm, String name, String otherwise) {
            return arm.estimate(name).map(Writing::score).orElse(Score.undefined(otherwise));
        }

        private static Score score(Estimate figure) {
            return figure.isFinite()
                    ? new Score(figure.value(), "")
                    : Score.undefined(Objects.requireNonNullElse(figure.missing(), "not a finite number"));
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
