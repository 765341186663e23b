package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * How often a right prediction becomes wrong through the splice, and a wrong one right.
 *
 * <p>right: argmax p = y (the lowest id among equals), y the correct token; after the splice argmax q = y. right_to_wrong and
 * wrong_to_right are shares of scored positions; flips_net = right_to_wrong − wrong_to_right, the fall of the accuracy.
 *
 * <ul>
 *   <li>Unit: share of positions, 0 to 1; flips_net −1 to 1. 0 = nothing changed; a positive flips_net means that the splice
 *       predicts worse.
 *   <li>Shape: logits [position, vocabulary], float32.
 *   <li>Source: the two discordant cells of McNemar 1947.
 *   <li>Pitfall: any change flips near ties, in both directions: compare each direction with the floors. A favourite that turns
 *       from one wrong token to another is no flip.
 * </ul>
 */
public final class Flips implements MetricProvider<NoOptions> {
    private static final String LOST = "right_to_wrong";
    private static final String WON = "wrong_to_right";
    private static final List<Column> COLUMNS = List.of(Column.of(LOST), Column.of(WON));
    private static final List<Figure> FIGURES = List.of(
            Figure.mean(LOST, "share", Kind.DIVERGENCE, "share of positions that the splice turns from right to wrong"),
            Figure.mean(WON, "share", Kind.DIVERGENCE, "share of positions that the splice turns from wrong to right"),
            Figure.named("flips_net")
                    .unit("share")
                    .kind(Kind.DIFFERENCE)
                    .reading(LOST, WON)
                    .doc("right_to_wrong − wrong_to_right: the fall of the accuracy")
                    .of(sums -> (sums.sum(LOST) - sums.sum(WON)) / sums.count())
                    .moreIsWorse());

    @Override
    public String id() {
        return "flips";
    }

    @Override
    public String summary() {
        return "How often a right prediction becomes wrong, and a wrong one right";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> Flips::score);
    }

    private static void score(Comparison comparison, double[] out) {
        boolean before = comparison.top1Original() == comparison.target();
        boolean after = comparison.top1Spliced() == comparison.target();
        out[0] = before && !after ? 1 : 0;
        out[1] = after && !before ? 1 : 0;
    }
}
