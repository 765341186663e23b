package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The sums of some quantities over what {@link Block#in} says of three decades or of six, two quantities in a loop. */
final class SumsByDecade {
    private final int decades;
    private final Stripes sums;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * @param first the first of the decades
     * @param decades three or six
     */
    SumsByDecade(List<Quantity> quantities, int first, int decades) {
        this.decades = decades;
        int count = quantities.size();
        sums = new Stripes((count + 1) / 2 * 2 * decades);
        for (int i = 0; i < count; i += 2) {
            Quantity one = quantities.get(i);
            Quantity other = quantities.get(Math.min(i + 1, count - 1));
            stages.add(
                    decades == 3
                            ? new SumsOfThree(one, other, first, sums, i * decades)
                            : new SumsOfSix(one, other, first, sums, i * decades));
        }
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
        return sums.total(quantity * decades + decade);
    }
}
