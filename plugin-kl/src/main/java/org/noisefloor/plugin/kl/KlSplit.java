package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.plugin.kl.exact.ChainRule;

/**
 * KL split exactly by the chain rule: at the correct token y and the rest, and at the original's favourite w and the rest.
 *
 * <p>KL = kl_correct + kl_others, kl_correct = p_y log(p_y/q_y) + (1−p_y) log((1−p_y)/(1−q_y)) and
 * kl_others = (1−p_y) KL(p given v≠y ‖ q given v≠y), p = softmax(original logits), q = softmax(spliced logits). kl_wrong_token and
 * kl_rest are the same at w = argmax p, which says most where w is a confident mistake. 1−p_y is summed from the other tokens,
 * never subtracted. If p or q allows no other token, kl_others is 0 and kl_correct the whole.
 *
 * <ul>
 *   <li>Unit: nats per token, 0 to KL each. 0 = nothing changed in that part.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: the chain rule of relative entropy, Cover and Thomas 1991; this project's use of it.
 *   <li>Pitfall: kl_correct depends on p_y and q_y alone, but it is no loss: it charges for a rise of q_y too.
 * </ul>
 */
public final class KlSplit implements MetricProvider<NoOptions> {
    private static final List<Figure> FIGURES = List.of(
            part("kl_correct", "mean part of KL at the correct token"),
            part("kl_others", "mean part of KL among the tokens other than the correct one"),
            part("kl_wrong_token", "mean part of KL at the original's favourite token"),
            part("kl_rest", "mean part of KL among the tokens other than the original's favourite"));
    private static final List<Column> COLUMNS =
            FIGURES.stream().map(figure -> Column.of(figure.name())).toList();

    @Override
    public String id() {
        return "kl_split";
    }

    @Override
    public String summary() {
        return "KL split exactly into its parts at the correct or the favourite token and elsewhere";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> KlSplit::score);
    }

    private static Figure part(String name, String doc) {
        return Figure.mean(name, "nats", Figure.Kind.DIVERGENCE, doc);
    }

    private static void score(Comparison comparison, double[] out) {
        Divergences divergences = Divergences.of(comparison);
        ChainRule target = divergences.split(comparison.target());
        ChainRule top1 = comparison.target() == comparison.top1Original()
                ? target
                : divergences.split(comparison.top1Original());
        out[0] = target.at();
        out[1] = target.others();
        out[2] = top1.at();
        out[3] = top1.others();
    }
}
