package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Verdicts.Among;

/** Differences between two interventions each, on the same positions. All by one figure are judged together. */
final class Differences {
    private final List<Difference> all = new ArrayList<>();

    private record Difference(Entry one, Entry other, Resampled resampled, double arithmetic) {

        String figure() {
            return one.figure().name();
        }

        /** How rare such a result would be if the two differed by no more than arithmetic; NaN where that cannot be told. */
        double probability() {
            double size = Math.abs(resampled.value());
            double nothing = resampled.probability(0);
            return Double.isNaN(nothing) || !(size <= arithmetic)
                    ? beyond(Math.copySign(arithmetic, resampled.value())).probability(0)
                    : 1;
        }

        private Resampled beyond(double bound) {
            return new Resampled(
                    resampled.value() - bound,
                    Arrays.stream(resampled.resamples())
                            .map(each -> each - bound)
                            .toArray(),
                    resampled.units());
        }
    }

    /**
     * @param difference of the first from the second
     * @param arithmetic how far arithmetic alone could move it
     * @param verdict on the first
     * @param detectable the smallest difference that a run of this size detects
     */
    record Judged(Estimate difference, double arithmetic, Verdict verdict, double detectable) {}

    /** Of similarities S, that of 1 − S. */
    void add(Entry one, Entry other, Resampled difference, double arithmetic) {
        all.add(new Difference(one, other, difference, arithmetic));
    }

    /** How many verdicts by a figure are judged together. */
    int comparisons(String figure) {
        return (int) all.stream()
                .filter(each -> each.figure().equals(figure) && !Double.isNaN(each.probability()))
                .count();
    }

    /** In the order in which they were added. */
    List<Judged> judged() {
        List<Among> among = Among.of(
                all.stream().map(Difference::figure).toList(),
                all.stream().mapToDouble(Difference::probability).toArray());
        List<Judged> judged = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Difference each = all.get(i);
            Estimate difference = each.resampled().estimate().because(Floors.why(each.one(), each.other()));
            judged.add(new Judged(
                    difference,
                    each.arithmetic(),
                    Verdicts.ofDifference(difference, each.arithmetic(), among.get(i)),
                    Floors.detectable(each.resampled())));
        }
        return judged;
    }
}
