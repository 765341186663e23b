package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * The sums of two quantities in the low decades of p, which hold nearly all tokens: differences of the sums at or below their
 * ends. (Sums of all terms above would lose digits, since terms grow upwards.)
 *
 * @param second may be the first again, which is then summed once
 */
record LowDecades(Quantity first, Quantity second, List<AtOrBelow> ends) {
    /** Those up to 1e-3. */
    static final int COUNT = 6;

    static LowDecades of(Quantity first, Quantity second, Edges edges) {
        List<AtOrBelow> ends = new ArrayList<>();
        for (int decade = 0; decade < COUNT; decade += AtOrBelow.ENDS) {
            ends.add(new AtOrBelow(first, second, decade, edges));
        }
        return new LowDecades(first, second, ends);
    }

    List<Stage> stages() {
        return ends.stream().flatMap(each -> Stream.of(each, each.sums())).toList();
    }

    void clear() {
        ends.forEach(each -> each.sums().clear());
    }

    void addTo(DecadeSums sums) {
        addTo(sums, first, 0);
        if (second != first) {
            addTo(sums, second, AtOrBelow.ENDS);
        }
    }

    private void addTo(DecadeSums sums, Quantity quantity, int at) {
        double below = 0;
        for (int decade = 0; decade < COUNT; decade++) {
            double upTo = ends.get(decade / AtOrBelow.ENDS).sums().total(at + decade % AtOrBelow.ENDS);
            sums.add(quantity, decade, upTo - below);
            below = upTo;
        }
    }
}
