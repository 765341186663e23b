package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.report.RunReport.Pair;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.ArmSamples.Entry;

/** Each two interventions of a site, on the same positions. */
record Pairs(List<ArmSamples> samples) {

    List<Pair> all() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                Arm one = samples.get(i).arm();
                Arm other = samples.get(j).arm();
                if (one.asks() && other.asks() && one.site().equals(other.site())) {
                    pairs.addAll(pair(samples.get(i), samples.get(j)));
                }
            }
        }
        return pairs;
    }

    private static List<Pair> pair(ArmSamples one, ArmSamples other) {
        List<Pair> pairs = new ArrayList<>();
        for (Entry entry : one.entries()) {
            if (entry.isCompared()) {
                Entry of = other.entry(entry.figure().name());
                Resampled difference = entry.resampled().minus(of.resampled());
                pairs.add(new Pair(
                        one.arm().site(),
                        one.arm().name(),
                        other.arm().name(),
                        entry.figure().name(),
                        difference.estimate().because(Floors.why(entry, of)),
                        Floors.detectable(difference)));
            }
        }
        return pairs;
    }
}
