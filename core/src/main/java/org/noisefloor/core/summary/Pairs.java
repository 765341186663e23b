package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport.Pair;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Differences.Judged;

/** Each two interventions of a site, on the same positions. */
final class Pairs {
    private record Two(Arm one, Arm other, Figure figure, Estimate difference) {}

    private final List<Two> pairs = new ArrayList<>();
    private final Differences differences = new Differences();

    /**
     * @param samples of all arms
     * @param rounding what the run knows of its arithmetic
     */
    Pairs(List<ArmSamples> samples, Rounding rounding) {
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                Arm one = samples.get(i).arm();
                Arm other = samples.get(j).arm();
                if (one.asks() && other.asks() && one.site().equals(other.site())) {
                    add(samples.get(i), samples.get(j), rounding);
                }
            }
        }
    }

    private void add(ArmSamples one, ArmSamples other, Rounding rounding) {
        for (Entry entry : one.entries()) {
            if (entry.isCompared()) {
                Entry of = other.entry(entry.figure().name());
                pairs.add(new Two(
                        one.arm(),
                        other.arm(),
                        entry.figure(),
                        entry.resampled().minus(of.resampled()).estimate().because(Floors.why(entry, of))));
                differences.add(
                        entry,
                        of,
                        entry.distance().minus(of.distance()),
                        rounding.bound(
                                entry.figure(),
                                entry.distance().value(),
                                of.distance().value()));
            }
        }
    }

    /** How many verdicts by a figure are judged together. */
    int comparisons(String figure) {
        return differences.comparisons(figure);
    }

    List<Pair> all() {
        List<Judged> judged = differences.judged();
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < judged.size(); i++) {
            Two two = pairs.get(i);
            Judged each = judged.get(i);
            all.add(new Pair(
                    two.one().site(),
                    two.one().name(),
                    two.other().name(),
                    two.figure().name(),
                    two.difference(),
                    each.detectable(),
                    each.arithmetic(),
                    two.figure().hasDirection() ? each.verdict() : null));
        }
        return all;
    }
}
