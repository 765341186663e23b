package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Below.DECADES;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.plugin.kl.exact.Quantity;

/** The sums of some quantities over what {@link Block#in} says of some decades: three of these in a loop, and four quantities or two. */
final class SumsByDecade {
    /** Where the first of the three sums of a quantity stands, [three decades, quantity]. */
    private final int[][] places;

    private final Stripes sums;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * @param first the first of the decades
     * @param decades how many, a multiple of three
     */
    SumsByDecade(List<Quantity> quantities, int first, int decades) {
        int count = quantities.size();
        int even = (count + 1) / 2 * 2;
        places = new int[decades / DECADES][even];
        sums = new Stripes(even * decades);
        int at = 0;
        for (int three = 0; three < places.length; three++) {
            int decade = first + three * DECADES;
            for (int from = 0; from < even; ) {
                int many = even - from >= 4 ? 4 : 2;
                List<Quantity> group = IntStream.range(from, from + many)
                        .mapToObj(i -> quantities.get(Math.min(i, count - 1)))
                        .toList();
                stages.add(many == 4 ? new FourSums(group, decade, sums, at) : new TwoSums(group, decade, sums, at));
                for (int i = 0; i < many; i++, from++, at += DECADES) {
                    places[three][from] = at;
                }
            }
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
        return sums.total(places[decade / DECADES][quantity] + decade % DECADES);
    }
}
