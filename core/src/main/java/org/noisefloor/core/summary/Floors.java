package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Verdicts.Among;

/** Interventions against noise floors: what is left over, how many times as much, and where they stand among the draws. */
final class Floors {
    /** Standard errors that a difference must have to be found four times out of five at the 5 % level: 1.96 + 0.84. */
    private static final double DETECTABLE = 2.8;

    /** Numbers of one point's {@link ArmPositions.Ranks}. */
    private static final int QUANTITIES = 4;

    private static final double MANY_TIES = 0.01;

    private final RunData data;
    private final List<ArmSamples> samples;
    private final List<Comparison> comparisons = new ArrayList<>();

    /**
     * A figure of an arm against that of a floor.
     *
     * @param probability how rare such a result would be if there were no difference; NaN where that cannot be told
     */
    private record Comparison(
            int arm, Layout.Floor floor, Entry entry, Entry of, Contrast contrast, double probability) {

        String figure() {
            return entry.figure().name();
        }

        boolean isJudged() {
            return !Double.isNaN(probability);
        }
    }

    /** @param samples of all arms */
    Floors(RunData data, List<ArmSamples> samples) {
        this.data = data;
        this.samples = samples;
        for (int a = 0; a < samples.size(); a++) {
            for (Layout.Floor floor : data.layout().floorsOf(a)) {
                for (Entry entry : samples.get(a).entries()) {
                    if (entry.isCompared()) {
                        Entry of = samples.get(floor.arm()).entry(entry.figure().name());
                        Contrast contrast = Contrast.of(entry.figure(), entry.resampled(), of.resampled());
                        comparisons.add(new Comparison(
                                a,
                                floor,
                                entry,
                                of,
                                contrast,
                                entry.figure().hasDirection() ? contrast.probability() : Double.NaN));
                    }
                }
            }
        }
    }

    /** Every figure that can be compared, by arm, floor and figure. All comparisons by one figure are judged together. */
    List<Map<String, Map<String, FloorContrast>>> all() {
        List<Map<String, Map<String, FloorContrast>>> all = new ArrayList<>();
        samples.forEach(each -> all.add(new LinkedHashMap<>()));
        List<Among> among = Among.of(
                comparisons.stream().map(Comparison::figure).toList(),
                comparisons.stream().mapToDouble(Comparison::probability).toArray());
        Map<List<Integer>, List<Ranks>> ranks = new HashMap<>();
        for (int i = 0; i < among.size(); i++) {
            Comparison each = comparisons.get(i);
            String figure = each.figure();
            int point = data.layout().point(figure);
            List<Ranks> of = ranks.computeIfAbsent(
                    List.of(each.arm(), each.floor().arm()), key -> ranks(each.arm(), each.floor()));
            all.get(each.arm())
                    .computeIfAbsent(samples.get(each.floor().arm()).arm().name(), name -> new LinkedHashMap<>())
                    .put(figure, contrast(each, among.get(i), point < 0 || of.isEmpty() ? null : of.get(point)));
        }
        return all;
    }

    /** How many verdicts by a figure are judged together. */
    int comparisons(String figure) {
        return (int) comparisons.stream()
                .filter(each -> each.figure().equals(figure) && each.isJudged())
                .count();
    }

    private static FloorContrast contrast(Comparison of, Among others, @Nullable Ranks ranks) {
        Contrast contrast = of.contrast();
        String why = why(of.entry(), of.of());
        var excess = contrast.excess().estimate().because(why);
        var ratio = contrast.ratio() == null ? null : contrast.ratio().because(why);
        return new FloorContrast(
                contrast.there()
                        .estimate()
                        .because(of.of().reason())
                        .withDrawError(of.of().drawError()),
                excess,
                ratio,
                ratio == null ? null : Resampled.bySequence(quotientBySequence(of), ratio),
                detectable(contrast.excess()),
                Verdicts.of(of.entry().figure(), excess, ratio, others),
                ranks);
    }

    private static @Nullable Resampled quotientBySequence(Comparison of) {
        Resampled here = of.entry().bySequence();
        Resampled there = of.of().bySequence();
        return here == null || there == null
                ? null
                : Contrast.of(of.entry().figure(), here, there).quotient();
    }

    /** Why two figures cannot be compared; empty if they can. */
    static String why(Entry here, Entry there) {
        boolean bothInfinite = Double.isInfinite(here.resampled().value())
                && here.resampled().value() == there.resampled().value();
        return bothInfinite
                ? "undefined: ∞ − ∞, since both sides are infinite"
                : here.reason().isEmpty() ? there.reason() : here.reason();
    }

    /** The smallest value of a difference that a run of this size would find. */
    static double detectable(Resampled difference) {
        return DETECTABLE * difference.standardError();
    }

    /** By point; empty if the floor's draws were not ranked against this arm. */
    private List<Ranks> ranks(int arm, Layout.Floor floor) {
        int place = floor.ranked().indexOf(arm);
        if (place < 0) {
            return List.of();
        }
        int points = data.layout().points().size();
        var records = data.records();
        double[][] sums = new double[records.size()][points * QUANTITIES];
        double[] counts = new double[records.size()];
        for (int s = 0; s < sums.length; s++) {
            counts[s] = records.get(s).scored();
            List<ArmPositions.Ranks> of =
                    records.get(s).single().get(floor.arm()).ranks().get(place);
            for (int p = 0; p < points; p++) {
                ArmPositions.Ranks each = of.get(p);
                sums[s][p * QUANTITIES] = each.above();
                sums[s][p * QUANTITIES + 1] = each.below();
                sums[s][p * QUANTITIES + 2] = each.tied();
                sums[s][p * QUANTITIES + 3] = each.midRank();
            }
        }
        List<Resampled> shares = data.resampling().ratios(sums, counts, points * QUANTITIES);
        int draws = data.layout().arms().get(floor.arm()).draws().count();
        List<Ranks> ranks = new ArrayList<>();
        for (int p = 0; p < points; p++) {
            List<Resampled> of = shares.subList(p * QUANTITIES, (p + 1) * QUANTITIES);
            double expected = of.get(2).value() < MANY_TIES ? 1.0 / (draws + 1) : Double.NaN;
            ranks.add(new Ranks(
                    of.get(0).estimate(),
                    of.get(1).estimate(),
                    of.get(2).estimate(),
                    of.get(3).estimate(),
                    expected));
        }
        return ranks;
    }
}
