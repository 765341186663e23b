package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.RunReport.JointCost;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.ArmSamples.Entry;

/**
 * What arms at several sites of one pass cost, beside the sum of what they cost at each site alone: for every divergence and difference
 * that is a mean over positions. All sides see the same resamples of sequences, so what these have in common cancels.
 */
record JointCosts(Layout layout, List<ArmSamples> samples) {

    /** Null if no sites were spliced together. */
    @Nullable
    List<JointCost> all() {
        List<JointCost> costs = new ArrayList<>();
        for (ArmSamples joint : samples) {
            if (joint.arm().actsTogether()) {
                List<ArmSamples> alone = alone(joint.arm());
                for (Entry entry : joint.entries()) {
                    if (isCost(entry)) {
                        costs.add(cost(joint.arm(), entry, alone));
                    }
                }
            }
        }
        return costs.isEmpty() ? null : costs;
    }

    private boolean isCost(Entry entry) {
        Figure.Kind kind = entry.figure().kind();
        return entry.ofScored()
                && layout.point(entry.figure().name()) >= 0
                && (kind == Figure.Kind.DIVERGENCE || kind == Figure.Kind.DIFFERENCE);
    }

    private List<ArmSamples> alone(Arm joint) {
        return samples.stream()
                .filter(each -> joint.together().contains(each.arm().site())
                        && each.arm().name().equals(joint.name())
                        && Objects.equals(each.arm().matchedTo(), joint.matchedTo()))
                .toList();
    }

    private static JointCost cost(Arm arm, Entry joint, List<ArmSamples> alone) {
        String figure = joint.figure().name();
        Entry first = alone.get(0).entry(figure);
        Resampled sum = first.resampled();
        String why = first.reason();
        for (ArmSamples each : alone.subList(1, alone.size())) {
            Entry next = each.entry(figure);
            sum = sum.plus(next.resampled());
            why = why.isEmpty() ? next.reason() : why;
        }
        Resampled difference = joint.resampled().minus(sum);
        return new JointCost(
                arm.name(),
                arm.matchedTo(),
                figure,
                joint.estimate(),
                sum.estimate().because(why),
                difference.estimate().because(Floors.why(joint, joint.with(sum, why))),
                Floors.detectable(difference));
    }
}
