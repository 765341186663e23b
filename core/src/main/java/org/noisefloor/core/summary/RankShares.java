package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

/** Where interventions stand among the draws of the floors that are ranked against them, as shares of the scored positions. */
final class RankShares {
    /** Numbers of one point's {@link ArmPositions.Ranks}. */
    private static final int QUANTITIES = 4;

    private static final double MANY_TIES = 0.01;

    private final Layout layout;
    /** By intervention and floor. */
    private final Map<List<Integer>, Ratios> shares = new HashMap<>();

    RankShares(RunData data) {
        this.layout = data.layout();
        for (Layout.Floor floor : layout.floors()) {
            for (int place = 0; place < floor.ranked().size(); place++) {
                int at = place;
                shares.put(
                        List.of(floor.ranked().get(place), floor.arm()),
                        new Ratios(
                                data.resampling(),
                                layout.points().size() * QUANTITIES,
                                record -> rows(record, floor, at)));
            }
        }
    }

    /** What is summed up. */
    Stream<Summing> sums() {
        return shares.values().stream().map(each -> each);
    }

    private static Rows rows(SequenceRecord record, Layout.Floor floor, int place) {
        List<ArmPositions.Ranks> ranks =
                record.single().get(floor.arm()).ranks().get(place);
        double[] sums = new double[ranks.size() * QUANTITIES];
        for (int p = 0; p < ranks.size(); p++) {
            ArmPositions.Ranks each = ranks.get(p);
            sums[p * QUANTITIES] = each.above();
            sums[p * QUANTITIES + 1] = each.below();
            sums[p * QUANTITIES + 2] = each.tied();
            sums[p * QUANTITIES + 3] = each.midRank();
        }
        return new Rows(new double[][] {sums}, new double[] {record.scored()});
    }

    /** By point; empty if the floor's draws were not ranked against this arm. */
    List<Ranks> of(int arm, int floor) {
        Ratios of = shares.get(List.of(arm, floor));
        if (of == null) {
            return List.of();
        }
        List<Resampled> all = of.ratios();
        Arm.Draws draws = layout.arms().get(floor).draws();
        List<Ranks> ranks = new ArrayList<>();
        for (int p = 0; p < layout.points().size(); p++) {
            List<Resampled> each = all.subList(p * QUANTITIES, (p + 1) * QUANTITIES);
            boolean oneMoreDiffers = draws.random() && each.get(2).value() < MANY_TIES;
            double expected = oneMoreDiffers ? 1.0 / (draws.count() + 1) : Double.NaN;
            ranks.add(new Ranks(
                    each.get(0).estimate(),
                    each.get(1).estimate(),
                    each.get(2).estimate(),
                    each.get(3).estimate(),
                    expected));
        }
        return ranks;
    }
}
