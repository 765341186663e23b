package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.Ranking;
import org.noisefloor.core.summary.Ranking.Candidate;

class RankingPlotTest {
    private static Candidate candidate(String run, Estimate damage, @Nullable Estimate cost, boolean onFrontier) {
        Arm arm = Arm.of("blocks.3.hook_resid_post", "sae", "sae", Role.INTERVENTION, Arm.Draws.ONE);
        return new Candidate(run, arm, Map.of("kl", damage), cost, onFrontier);
    }

    private static String plot(Candidate... ranked) {
        Ranking ranking = new Ranking(List.of("kl"), Set.of(), List.of(ranked), List.of(), List.of());
        return new RankingPlot(ranking, "kl", "kl", "l0").html().toString();
    }

    private static Estimate costing(double features) {
        return Estimate.of(features, features, features);
    }

    @Test
    void everyOneStandsAtItsRankWithItsInterval() {
        String plot = plot(
                candidate("a", Estimate.of(0.1, 0.09, 0.11), null, false),
                candidate("b", Estimate.of(0.2, 0.18, 0.22), null, false));
        assertThat(plot)
                .contains(">1.</text>", ">2.</text>")
                .contains("<title>2. b: sae at blocks.3.hook_resid_post: kl 0.200 [0.180, 0.220]</title>")
                .doesNotContain("against l0");
    }

    @Test
    void whereCostsDifferTheFrontierIsDrawn() {
        String plot = plot(
                candidate("dear", Estimate.of(0.1, 0.09, 0.11), costing(64), true),
                candidate("bad", Estimate.of(0.2, 0.18, 0.22), costing(64), false),
                candidate("cheap", Estimate.of(0.3, 0.28, 0.32), costing(8), true));
        assertThat(plot)
                .contains("kl (upwards, with 95 % intervals) against l0", "on the frontier", "stroke-dasharray");
    }

    @Test
    void equalCostsHaveNoFrontierToDraw() {
        assertThat(plot(
                        candidate("a", Estimate.of(0.1, 0.09, 0.11), costing(16), true),
                        candidate("b", Estimate.of(0.2, 0.18, 0.22), costing(16), false)))
                .doesNotContain("against l0");
    }

    @Test
    void whatIsInfiniteHasNoPlaceInAPicture() {
        Candidate infinite =
                candidate("a", Estimate.withoutInterval(Double.POSITIVE_INFINITY, "a term"), costing(16), false);
        assertThat(plot(infinite)).isEmpty();
        assertThat(plot(candidate("b", Estimate.of(0.2, 0.18, 0.22), costing(8), true), infinite))
                .contains(">1.</text>")
                .doesNotContain(">2.</text>");
    }
}
