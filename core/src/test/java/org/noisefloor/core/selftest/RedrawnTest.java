package org.noisefloor.core.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.report.StoredRun;
import org.noisefloor.core.run.NoiseRun;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

/** Some of a run's documents against all of them. */
class RedrawnTest {
    private static final Progress SILENCE = new ToyPlan.Silence();
    private static final Amount AMOUNT = new Amount(60, 20, 1);

    private static StoredRun stored() {
        ToyRun run = NoiseRun.oneMoreDraw(60, 4);
        return new StoredRun(
                Path.of("toy"), run.description(), Map.of(), run.figures(), RecordSource.of(run.records()));
    }

    @Test
    void intervalsFromSomeDocumentsHoldWhatAllOfThemSay() {
        RedrawnResult result = Redrawn.of(stored(), List.of(), AMOUNT, SILENCE);
        assertThat(result.rows())
                .extracting(RedrawnRow::name)
                .containsExactly("once at layer.1: d", "once at layer.1: d / floor");
        assertThat(result.failures()).isEmpty();
        assertThat(result.text(100))
                .contains("all 60 documents of toy", "60 repetitions of 20 documents", "keep their word here");
        assertThat(result.csv().lines()).hasSize(1 + 2 * AMOUNT.repetitions());
    }

    @Test
    void intervalsThatMissTooOftenAreToldBySideAndNumber() {
        RedrawnRow row = new RedrawnRow("kl", 1);
        for (int i = 0; i < AMOUNT.repetitions(); i++) {
            row.take(i < 40 ? Estimate.of(1.1, 0.9, 1.2) : Estimate.of(1.3, 1.1, 1.4));
        }
        RedrawnResult result = new RedrawnResult("toy", 60, AMOUNT, List.of(row));
        assertThat(result.failures()).containsExactly("kl: held in 40 of 60, where at least 48 were expected");
        assertThat(result.text(100)).contains("66.7 %", "33.3 %", "do NOT keep their word here:\n- kl: held in 40");
    }

    @Test
    void aMissingIntervalHoldsNothing() {
        RedrawnRow row = new RedrawnRow("kl", 1);
        row.take(null);
        row.take(Estimate.withoutInterval(1, "few"));
        assertThat(row.holds()).isEqualTo(new Rate(0, 2));
    }

    @Test
    void aFigureThatTheRunHasNotIsRefused() {
        assertThatThrownBy(() -> Redrawn.of(stored(), List.of("kll"), AMOUNT, SILENCE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--figures: unknown figure 'kll'");
    }
}
