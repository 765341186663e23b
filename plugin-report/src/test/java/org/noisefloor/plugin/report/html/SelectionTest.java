package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.plugin.report.html.Selection.Chosen;
import org.noisefloor.plugin.report.html.Selection.Ranking;

class SelectionTest {
    private static List<Integer> sequences(Selection selection, Ranking ranking) {
        return selection.chosen("blocks.3", "sae").stream()
                .filter(chosen -> chosen.ranks().containsKey(ranking))
                .sorted(java.util.Comparator.comparing(
                        (Chosen chosen) -> chosen.ranks().get(ranking)))
                .map(chosen -> chosen.position().sequence())
                .toList();
    }

    @Test
    void keepsTheLargestInOrder() {
        Selection selection = Selection.of(
                Stream.of(1.0, 5.0, 3.0, 4.0).map(kl -> SampleRun.position((int) (double) kl, 7, kl, 0.3, 0.29)),
                3,
                "kl");
        assertThat(sequences(selection, Ranking.MOST)).containsExactly(5, 4, 3);
        assertThat(selection.eligible("blocks.3", "sae", Ranking.MOST)).isEqualTo(4);
    }

    @Test
    void equalsAreTakenInTheOrderOfTheTextWhateverTheStream() {
        List<ScoredPosition> all = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> SampleRun.position(i, 3, 1, 0.3, 0.29))
                .toList());
        Collections.shuffle(all, new Random(3));
        assertThat(sequences(Selection.of(all.stream(), 3, "kl"), Ranking.MOST)).containsExactly(0, 1, 2);
    }

    @Test
    void lostPositionsAreThoseOfTheRunsOwnClass() {
        Selection selection = Selection.of(
                Stream.of(SampleRun.position(1, 3, 1, 0.9, 0.85), SampleRun.position(2, 3, 1, 0.9, 0.5)), 9, "kl");
        assertThat(sequences(selection, Ranking.LOST)).containsExactly(2);
    }

    @Test
    void confidentMistakesOfTheOriginalAreNotNew() {
        // token 1 takes what the correct token, 0, leaves
        ScoredPosition old = new ScoredPosition(
                "blocks.3",
                "sae",
                1,
                3,
                1,
                0,
                0.2,
                0.1,
                java.util.Map.of("kl", 1.0),
                java.util.Map.of(),
                java.util.Map.of(),
                List.of(new ScoredPosition.Likely(1, 0.8)),
                List.of(new ScoredPosition.Likely(1, 0.9)));
        ScoredPosition made = SampleRun.position(2, 3, 1, 0.9, 0.1);
        Selection selection = Selection.of(Stream.of(old, made), 9, "kl");
        assertThat(sequences(selection, Ranking.WRONG)).containsExactly(1);
        assertThat(sequences(selection, Ranking.NEWLY)).containsExactly(2);
    }

    @Test
    void positionsBelowTheFloorAreNotAboveIt() {
        Selection selection = Selection.of(
                Stream.of(SampleRun.position(1, 3, 0.4, 0.3, 0.29), SampleRun.position(2, 3, 0.6, 0.3, 0.29)), 9, "kl");
        assertThat(sequences(selection, Ranking.ABOVE)).containsExactly(2);
    }

    @Test
    void aPositionPickedByHalfOfTheDrawsIsToldByTheOther() {
        ScoredPosition lucky = SampleRun.position(1, 3, 0.4, 0.3, 0.29, new ScoredPosition.Halves(0.1, 0.9, 0, 4));
        ScoredPosition above = SampleRun.position(2, 3, 0.6, 0.3, 0.29, new ScoredPosition.Halves(0.5, 0.5, 4, 4));
        SampleRun run = SampleRun.of(SampleRun.sample(), List.of(lucky, above), List.of("a", "b"));
        assertThat(run.page())
                .contains(
                        "Most damaging 2 of 2; most above the floor 2 of 2, of which 1 are above it by the other half of the"
                                + " draws too;")
                .contains("KL 0.400, eps_random 0.900 (above 0 of the 4 draws that did not pick it)");
    }

    @Test
    void whereAFloorWasDrawnOnceNothingIsToldToStandOut() {
        Selection selection = Selection.of(Stream.of(SampleRun.position(1, 3, 0.6, 0.3, 0.29, null)), 9, "kl");
        assertThat(sequences(selection, Ranking.ABOVE)).isEmpty();
    }

    @Test
    void aFigureWithoutAValueIsInNoList() {
        Selection selection = Selection.of(Stream.of(SampleRun.position(1, 3, Double.NaN, 0.6, 0.59)), 9, "kl");
        assertThat(selection.chosen("blocks.3", "sae")).isEmpty();
    }

    @Test
    void whatIsKeptDoesNotGrowWithTheStream() {
        Selection selection = Selection.of(
                IntStream.range(0, 200_000).mapToObj(i -> SampleRun.position(i, 3, i % 977, 0.9, 0.1 * (i % 7))),
                5,
                "kl");
        assertThat(selection.chosen("blocks.3", "sae")).hasSizeLessThanOrEqualTo(5 * Ranking.values().length);
    }
}
