package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * KL divergence from the original to the spliced next-token distribution.
 *
 * <p>KL(p‖q) = Σ_v p_v (log p_v − log q_v) = Σ_v p_v (e^d − 1 − d), d = log q_v − log p_v, p = softmax(original logits),
 * q = softmax(spliced logits). The last form is the one computed: never negative, and accurate down to the last bit of a logit.
 * Its terms make the tail share; those of the first form, which may be negative, make that of {@code kl_signed}.
 *
 * <ul>
 *   <li>Unit: nats per token. 0 = identical; unbounded above; lower is more faithful. +∞ where the splice forbids (a logit of
 *       −∞) a token that the original allows; a token forbidden on both sides is left out.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Kullback and Leibler 1951; as a faithfulness measure of SAEs: Gurnee 2024.
 *   <li>Pitfall: the direction matters, and only the ratio to the noise floor says whether a value is large.
 * </ul>
 */
public final class Kl implements MetricProvider<KlOptions> {
    @Override
    public String id() {
        return "kl";
    }

    @Override
    public String summary() {
        return "KL divergence from the original to the spliced distribution";
    }

    @Override
    public Class<KlOptions> options() {
        return KlOptions.class;
    }

    @Override
    public Metric create(KlOptions options, RunContext context) {
        Figure figure = Figure.mean("kl", "nats", Figure.Kind.DIVERGENCE, "mean KL(original ‖ spliced) over positions")
                .recoveredAs("kl_recovered");
        return options.decades()
                ? TailedMetric.of(
                        figure, List.of(Quantity.KL, Quantity.KL_SIGNED), options.tail(), d -> d.total(Quantity.KL))
                : TailedMetric.of(figure, List.of(), options.tail(), Divergences::klAlone);
    }
}
