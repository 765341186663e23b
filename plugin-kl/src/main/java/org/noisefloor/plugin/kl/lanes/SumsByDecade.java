package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The sums of some quantities over what {@link Block#in} says of some decades, three of these in a loop, and two quantities. */
final class SumsByDecade {
    private final int decades;
    private final Stripes sums;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * @param first the first of the decades
     * @param decades how many, a multiple of three
     */
    SumsByDecade(List<Quantity> quantities, int first, int decades) {
        this.decades = decades;
        int pairs = (quantities.size() + 1) / 2;
        sums = new Stripes(2 * pairs * decades);
        for (int i = 0; i < quantities.size(); i += 2) {
            Quantity second = quantities.get(Math.min(i + 1, quantities.size() - 1));
            for (int decade = 0; decade < decades; decade += Below.DECADES) {
                stages.add(new SumsOfThree(quantities.get(i), second, first + decade, sums, at(i, decade)));
            }
        }
    }

    /** Where a sum stands: three of one quantity, then three of the next. */
    private int at(int quantity, int decade) {
        int pair = quantity / 2 * decades / Below.DECADES + decade / Below.DECADES;
        return (2 * pair + quantity % 2) * Below.DECADES + decade % Below.DECADES;
    }

    /** What leaves the sums of a block. */
    List<Stage> stages() {
        return stages;
    }

    /** What adds them to those of the blocks before; a stage that comes later. */
    Stripes sum() {
        return sums;
    }

    /** @param decade counted from the first */
    double total(int quantity, int decade) {
        return sums.total(at(quantity, decade));
    }
}
