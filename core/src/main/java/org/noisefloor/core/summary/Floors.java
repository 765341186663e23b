package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Verdicts.Among;

/** Interventions against noise floors: what is left over, how many times as much, and where they stand among the draws. */
final class Floors {
    private final RunData data;
    private final List<ArmSamples> samples;
    private final RankShares shares;
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

    /**
     * @param samples of all arms
     * @param shares where they stand among the draws
     */
    Floors(RunData data, List<ArmSamples> samples, RankShares shares) {
        this.data = data;
        this.samples = samples;
        this.shares = shares;
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
                    List.of(each.arm(), each.floor().arm()),
                    key -> shares.of(each.arm(), each.floor().arm()));
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
        return difference.units().detectable() * difference.standardError();
    }
}
