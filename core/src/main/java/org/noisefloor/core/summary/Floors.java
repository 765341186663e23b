package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.ArmSamples.Entry;

/** Interventions against noise floors: what is left over, how many times as much, and where they stand among the draws. */
final class Floors {
    /** Standard errors that a difference must have to be found four times out of five at the 5 % level: 1.96 + 0.84. */
    private static final double DETECTABLE = 2.8;

    /** Numbers of one point's {@link ArmPositions.Ranks}. */
    private static final int QUANTITIES = 4;

    private static final double MANY_TIES = 0.01;

    private final RunData data;
    private final List<ArmSamples> samples;

    /** @param samples of all arms */
    Floors(RunData data, List<ArmSamples> samples) {
        this.data = data;
        this.samples = samples;
    }

    /** Every figure of an arm that can be compared, by floor and figure. */
    Map<String, Map<String, FloorContrast>> of(int arm) {
        Map<String, Map<String, FloorContrast>> all = new LinkedHashMap<>();
        for (Layout.Floor floor : data.layout().floorsOf(arm)) {
            ArmSamples against = samples.get(floor.arm());
            List<Ranks> ranks = ranks(arm, floor);
            Map<String, FloorContrast> figures = new LinkedHashMap<>();
            for (Entry entry : samples.get(arm).entries()) {
                if (entry.isCompared()) {
                    int point = data.layout().point(entry.figure().name());
                    figures.put(
                            entry.figure().name(),
                            contrast(entry, against, point < 0 || ranks.isEmpty() ? null : ranks.get(point)));
                }
            }
            all.put(against.arm().name(), figures);
        }
        return all;
    }

    private static FloorContrast contrast(Entry entry, ArmSamples floor, @Nullable Ranks ranks) {
        Figure figure = entry.figure();
        Entry of = floor.entry(figure.name());
        Contrast contrast = Contrast.of(figure, entry.resampled(), of.resampled());
        String why = why(entry, of);
        var excess = contrast.excess().estimate().because(why);
        var ratio = contrast.ratio() == null ? null : contrast.ratio().because(why);
        return new FloorContrast(
                contrast.there().estimate().because(of.reason()).withDrawError(of.drawError()),
                excess,
                ratio,
                detectable(contrast.excess()),
                Verdicts.of(figure, excess, ratio),
                ranks);
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
