package org.noisefloor.core.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;

/** The mean of the run's main divergence under its first intervention, for who watches the run; as the report will have it. */
final class SoFar {
    private final List<Arm> arms;
    private final int arm;
    private final Optional<Point> point;
    private final boolean withEnds;
    private double sum;
    private double count;

    SoFar(Layout layout) {
        this.arms = layout.arms();
        int first = 0;
        while (first < arms.size() - 1 && !arms.get(first).asks()) {
            first++;
        }
        this.arm = first;
        this.point = layout.mainDivergence();
        this.withEnds = point.flatMap(each -> layout.scored().place(each.figure()))
                .map(ColumnLayout.Place::metric)
                .map(metric -> layout.scored().metrics().get(metric).predicted())
                .orElse(false);
    }

    void add(SequenceRecord record) {
        if (point.isPresent()) {
            int place = point.get().place();
            for (ArmSums draw : record.arms().get(arm)) {
                sum += draw.scored().sums()[place];
                count += record.scored();
                if (withEnds && record.ends() > 0) {
                    sum += draw.scored().ends()[place];
                    count += record.ends();
                }
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
                        arms.get(arm).label()));
    }
}
