package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.Ranks;

/** Interventions against noise floors: what is left over, how many times as much, and where they stand among the draws. */
final class Floors {
    /** Standard errors that a difference must have to be found four times out of five at the 5 % level: 1.96 + 0.84. */
    private static final double DETECTABLE = 2.8;

    /** Numbers of one point's {@link ArmPositions.Ranks}. */
    private static final int QUANTITIES = 4;

    private static final double MANY_TIES = 0.01;

    private final Layout layout;
    private final List<SequenceRecord> records;
    private final Resampling resampling;

    Floors(Layout layout, List<SequenceRecord> records, Resampling resampling) {
        this.layout = layout;
        this.records = records;
        this.resampling = resampling;
    }

    /** Every figure that can be compared, against one floor. */
    List<FloorSummary> against(ArmSamples arm, ArmSamples floor) {
        List<Ranks> ranks = ranks(arm.arm(), floor.arm());
        List<FloorSummary> all = new ArrayList<>();
        for (Entry entry : arm.entries()) {
            if (entry.ofScored() && entry.figure().kind() != Figure.Kind.LEVEL) {
                all.add(against(entry, floor, rankOf(entry.figure().name(), ranks)));
            }
        }
        return all;
    }

    private static FloorSummary against(Entry entry, ArmSamples floor, @Nullable Ranks ranks) {
        Figure figure = entry.figure();
        Entry of = floor.entry(figure.name());
        Against against = Against.of(figure, entry.sampled(), of.sampled());
        String why = entry.whyUndefined().isEmpty() ? of.whyUndefined() : entry.whyUndefined();
        return new FloorSummary(
                figure.name(),
                floor.arm().name(),
                against.there().estimate().because(of.whyUndefined()).withDrawError(of.drawError()),
                against.excess().estimate().because(why),
                against.ratio(),
                ranks,
                detectable(against.excess()));
    }

    /** The smallest value of a difference that a run of this size would find. */
    static double detectable(Sampled difference) {
        return DETECTABLE * difference.standardError();
    }

    private @Nullable Ranks rankOf(String figure, List<Ranks> ranks) {
        for (int p = 0; p < ranks.size(); p++) {
            if (layout.points().get(p).figure().equals(figure)) {
                return ranks.get(p);
            }
        }
        return null;
    }

    /** By point; empty if the floor's draws were not ranked against this arm. */
    private List<Ranks> ranks(Arm arm, Arm floor) {
        int place = comparedWith(floor).indexOf(arm);
        if (place < 0) {
            return List.of();
        }
        int f = layout.arms().indexOf(floor);
        int points = layout.points().size();
        double[][] sums = new double[records.size()][points * QUANTITIES];
        double[] counts = new double[records.size()];
        for (int s = 0; s < sums.length; s++) {
            counts[s] = records.get(s).scored();
            List<ArmPositions.Ranks> of = records.get(s).single().get(f).ranks().get(place);
            for (int p = 0; p < points; p++) {
                ArmPositions.Ranks each = of.get(p);
                sums[s][p * QUANTITIES] = each.above();
                sums[s][p * QUANTITIES + 1] = each.below();
                sums[s][p * QUANTITIES + 2] = each.tied();
                sums[s][p * QUANTITIES + 3] = each.midRank();
            }
        }
        List<Sampled> shares = resampling.ratios(sums, counts, points * QUANTITIES);
        List<Ranks> ranks = new ArrayList<>();
        for (int p = 0; p < points; p++) {
            List<Sampled> of = shares.subList(p * QUANTITIES, (p + 1) * QUANTITIES);
            double expected = of.get(2).value() < MANY_TIES ? 1.0 / (floor.draws() + 1) : Double.NaN;
            ranks.add(new Ranks(
                    of.get(0).estimate(),
                    of.get(1).estimate(),
                    of.get(2).estimate(),
                    of.get(3).estimate(),
                    expected));
        }
        return ranks;
    }

    /** The interventions that a floor's draws were ranked against, in the order of the records. */
    private List<Arm> comparedWith(Arm floor) {
        return layout.arms().stream()
                .filter(each -> floor.isComparableWith(each) && !each.random())
                .toList();
    }
}
