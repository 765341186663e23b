package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

/** What a report makes of a whole model, and of the original once more as the numeric floor. */
class WholeModelInReportTest {

    private static RunReport report(List<Plan.OtherModel> others, Optional<Plan.OtherModel> numericFloor) {
        ToyRun run = ToyRun.of(
                ChangedPlan.of(new ToyPlan(4, 2).plan(), Map.of("otherModels", others, "numericFloor", numericFloor)));
        return Summarizer.summarize(run.description(), run.figures(), run.records(), Summarizer.Options.OF_RUN);
    }

    private static List<ArmReport> arms(RunReport report) {
        return report.sites().stream().flatMap(site -> site.arms().stream()).toList();
    }

    private static ArmReport arm(RunReport report, String name) {
        return arms(report).stream()
                .filter(arm -> arm.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean marked(ArmReport arm) {
        return arm.figure("d").orElseThrow().belowNumericFloor();
    }

    @Test
    void hasFiguresOfScoredPositionsAlone() {
        RunReport report = report(List.of(ToyPlan.sharper("sharper")), Optional.empty());
        ArmReport sharper = arm(report, "sharper");
        assertThat(sharper.estimate("d").orElseThrow().value()).isPositive();
        assertThat(sharper.figures().keySet())
                .allMatch(name -> report.figure(name).orElseThrow().isOfScored());
        assertThat(sharper.classes()).isNotEmpty();
    }

    @Test
    void theNumericFloorMarksWhatArithmeticCouldHaveDone() {
        RunReport without = report(List.of(ToyPlan.sharper("sharper")), Optional.empty());
        assertThat(marked(arm(without, "sharper"))).isFalse();
        RunReport with = report(List.of(ToyPlan.sharper("sharper")), Optional.of(ToyPlan.sharper("numeric")));
        assertThat(marked(arm(with, "sharper"))).isTrue();
        ArmReport floor = arm(with, "numeric");
        assertThat(floor.role()).isEqualTo(Role.NUMERIC_FLOOR);
        assertThat(with.numericFloor().again().larger().get("d"))
                .isEqualTo(floor.estimate("d").orElseThrow().value())
                .isGreaterThan(with.numericFloor().figures().get("d"));
    }

    @Test
    void theNumericFloorIsNoAblationToRecoverFrom() {
        RunReport with = report(List.of(), Optional.of(ToyPlan.sharper("numeric")));
        assertThat(arms(with))
                .allSatisfy(arm -> assertThat(arm.recovered().values())
                        .noneMatch(byAblation -> byAblation.containsKey("numeric")));
    }
}
