package org.noisefloor.plugin.kl.lanes;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.noisefloor.plugin.kl.DecadeSums;
import org.noisefloor.plugin.kl.Edges;
import org.noisefloor.plugin.kl.Quantity;

/**
 * The sums of two quantities in the low decades of p, which hold nearly all tokens: differences of the sums at or below their
 * ends. (Sums of all terms above would lose digits, since terms grow upwards.)
 *
 * @param second may be the first again, which is then summed once
 */
record LowDecades(Quantity first, Quantity second, List<AtOrBelow> stages) {
    /** Those up to 1e-3. */
    static final int COUNT = 2 * AtOrBelow.ENDS;

    static LowDecades of(Quantity first, Quantity second, Edges edges) {
        return new LowDecades(
                first,
                second,
                List.of(new AtOrBelow(first, second, 0, edges), new AtOrBelow(first, second, AtOrBelow.ENDS, edges)));
    }

    void clear() {
        stages.forEach(AtOrBelow::clear);
    }

    void addTo(DecadeSums sums) {
        addTo(sums, first, AtOrBelow::sumOfFirst);
        if (second != first) {
            addTo(sums, second, AtOrBelow::sumOfSecond);
        }
    }

    private void addTo(DecadeSums sums, Quantity quantity, ToDoubleBiFunction<AtOrBelow, Integer> upTo) {
        double below = 0;
        for (int decade = 0; decade < COUNT; decade++) {
            double sum = upTo.applyAsDouble(stages.get(decade / AtOrBelow.ENDS), decade % AtOrBelow.ENDS);
            sums.add(quantity, decade, sum - below);
            below = sum;
        }
    }
}
