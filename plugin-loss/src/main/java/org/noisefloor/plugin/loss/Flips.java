package org.noisefloor.plugin.loss;

import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Figure.Kind;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

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
    public Metric create(NoOptions options, Site site) {
        return new OfFavourite();
    }

    private static final class OfFavourite implements Metric {
        private static final String LOST = "right_to_wrong";
        private static final String WON = "wrong_to_right";
        private static final List<Column> COLUMNS = List.of(Column.of(LOST), Column.of(WON));
        private static final List<Figure> FIGURES = List.of(
                Figure.mean(
                        LOST, "share", Kind.DIVERGENCE, "share of positions that the splice turns from right to wrong"),
                Figure.mean(
                        WON, "share", Kind.DIVERGENCE, "share of positions that the splice turns from wrong to right"),
                new Figure(
                        "flips_net",
                        "share",
                        Kind.DIFFERENCE,
                        sums -> (sums.sum(LOST) - sums.sum(WON)) / sums.count(),
                        Optional.empty(),
                        "right_to_wrong − wrong_to_right: the fall of the accuracy"));

        @Override
        public List<Column> columns() {
            return COLUMNS;
        }

        @Override
        public List<Figure> figures() {
            return FIGURES;
        }

        @Override
        public void score(Comparison comparison, double[] out) {
            boolean before = comparison.favouriteOriginal() == comparison.correct();
            boolean after = comparison.favouriteSpliced() == comparison.correct();
            out[0] = before && !after ? 1 : 0;
            out[1] = after && !before ? 1 : 0;
        }
    }
}
