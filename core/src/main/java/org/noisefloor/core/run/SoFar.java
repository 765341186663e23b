package org.noisefloor.core.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;

/** The mean of the run's first divergence under its first intervention, for who watches the run. */
final class SoFar {
    private final List<LiveArm> arms;
    private final int arm;
    private final Optional<Point> point;
    private double sum;
    private double count;

    private SoFar(List<LiveArm> arms, int arm, Optional<Point> point) {
        this.arms = arms;
        this.arm = arm;
        this.point = point;
    }

    static SoFar of(List<LiveArm> arms, List<Point> points) {
        int first = 0;
        while (first < arms.size() - 1 && arms.get(first).arm().baseline()) {
            first++;
        }
        return new SoFar(
                arms,
                first,
                points.stream()
                        .filter(each -> each.kind() == Figure.Kind.DIVERGENCE)
                        .findFirst());
    }

    void add(SequenceRecord record) {
        if (point.isPresent()) {
            for (ArmSums draw : record.arms().get(arm)) {
                sum += draw.scored()[point.get().place()];
                count += record.scored();
            }
        }
    }

    Optional<String> sentence() {
        return point.filter(each -> count > 0)
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s %.3g under %s",
                        each.figure(),
                        sum / count,
                        arms.get(arm).arm().label()));
    }
}
