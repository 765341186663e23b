package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.summary.Ranking;
import org.noisefloor.core.summary.Ranking.Candidate;

class RankingTablesTest {
    private static final Candidate CANDIDATE = new Candidate(
            "a",
            Arm.of("blocks.3.hook_resid_post", "sae", "sae", Role.INTERVENTION, Arm.Draws.ONE),
            Map.of("agreement", Estimate.of(0.1, 0.09, 0.11)),
            Estimate.of(8, 8, 8),
            true);

    private static RankingTables tables(Set<String> similarities) {
        Ranking ranking = new Ranking(List.of("agreement"), similarities, List.of(CANDIDATE), List.of(), List.of());
        return new RankingTables(ranking, "agreement", "l0", "One intervention.");
    }

    @Test
    void ofASimilarityTheSentencesNameWhatIsRanked() {
        RankingTables tables = tables(Set.of("agreement"));
        assertThat(List.of(tables.console(1000), tables.markdown(), tables.html()))
                .allSatisfy(text -> assertThat(text)
                        .contains(
                                "Ranked by 1 − agreement, least first.",
                                "Frontier: no other has both less 1 − agreement, beyond arithmetic, and no more l0."));
    }

    @Test
    void ofADivergenceTheyNameItself() {
        assertThat(tables(Set.of()).markdown())
                .contains("Ranked by agreement, least first.", "no other has both less agreement, beyond");
    }
}
