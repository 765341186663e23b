package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The sums of some quantities in the low decades of p, which hold nearly all tokens: differences of the sums at or below their
 * ends. (Sums of all terms above would lose digits, since terms grow upwards.)
 */
final class LowDecades {
    /** Those up to 1e-3. */
    static final int COUNT = 6;

    private final List<Quantity> quantities;
    private final Stripes counts = new Stripes(COUNT);
    private final SumsByDecade sums;
    private final List<Stage> stages = new ArrayList<>();

    /** @param quantities tokens are counted in any case */
    LowDecades(List<Quantity> quantities, Edges edges) {
        this.quantities =
                quantities.stream().filter(each -> each != Quantity.TOKENS).toList();
        sums = new SumsByDecade(this.quantities, 0, COUNT);
        for (int decade = 0; decade < COUNT; decade += Below.DECADES) {
            stages.add(new Below(decade, edges, counts, decade));
        }
        stages.addAll(sums.stages());
        stages.add(counts);
        stages.add(sums.sum());
    }

    List<Stage> stages() {
        return stages;
    }

    /** How many tokens of a block are above; after its stages. */
    int above(Block block) {
        float in = 0;
        for (int stripe = 0; stripe < Lanes.STRIPES; stripe++) {
            in += counts.ofBlock[(COUNT - 1) * Lanes.STRIPES + stripe];
        }
        return block.tokens() - (int) in;
    }

    void clear() {
        counts.clear();
        sums.sum().clear();
    }

    void addTo(DecadeSums all) {
        double fewer = 0;
        for (int decade = 0; decade < COUNT; decade++) {
            double count = counts.total(decade);
            all.add(Quantity.TOKENS, decade, count - fewer);
            fewer = count;
        }
        for (int i = 0; i < quantities.size(); i++) {
            double below = 0;
            for (int decade = 0; decade < COUNT; decade++) {
                double sum = sums.total(i, decade);
                all.add(quantities.get(i), decade, sum - below);
                below = sum;
            }
        }
    }
}
