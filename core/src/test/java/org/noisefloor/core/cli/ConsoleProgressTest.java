package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private static final long SECOND = 1_000_000_000;
    private final StringWriter text = new StringWriter();
    private final AtomicLong clock = new AtomicLong();

    private ConsoleProgress progress(boolean interactive) {
        return new ConsoleProgress(
                new PrintWriter(text), new Terminal(interactive, 80, false), false, "tokens", clock::get);
    }

    @Test
    void withoutATerminalEachTenthIsALineWithRateAndTimeLeft() {
        try (ConsoleProgress progress = progress(false)) {
            progress.phase("scoring", 1000);
            for (int i = 0; i < 4; i++) {
                clock.addAndGet(SECOND);
                progress.advance(50);
            }
        }
        assertThat(text.toString()).isEqualToNormalizingNewlines("""
                        scoring
                        scoring: 10 %, 18 s left, 50 tokens/s
                        scoring: 20 %, 16 s left, 50 tokens/s
                        """);
    }

    @Test
    void onATerminalOneLineIsDrawnAnewAndErasedAtTheEnd() {
        try (ConsoleProgress progress = progress(true)) {
            progress.phase("scoring", 1000);
            clock.addAndGet(10 * SECOND);
            progress.advance(500);
            progress.done();
        }
        assertThat(text.toString())
                .contains("\r[############............] 50 %, 10 s left: scoring, 50 tokens/s")
                .doesNotContain("\n")
                .endsWith(" \r");
    }

    @Test
    void theTimeLeftIsSeenOnEightyColumnsWhateverThePhaseIsCalled() {
        try (ConsoleProgress progress = progress(true)) {
            progress.phase("scoring 1,048,576 tokens, each under 162 replacements", 1_048_576);
            clock.addAndGet(3600 * SECOND);
            progress.found("kl 0.0811 under sae at blocks.0.hook_resid_post");
            progress.advance(524_288);
        }
        assertThat(text.toString().split("\r"))
                .allMatch(line -> line.length() < 80)
                .anyMatch(
                        line -> line.startsWith("[############............] 50 %, 1 h 0 min left: scoring 1,048,576"));
    }

    @Test
    void tellsWhatWasFoundSoFar() {
        try (ConsoleProgress progress = progress(false)) {
            progress.phase("scoring", 1000);
            clock.addAndGet(SECOND);
            progress.found("kl 0.153 under sae");
            progress.advance(500);
            progress.phase("summing up", 1000);
            clock.addAndGet(SECOND);
            progress.advance(500);
        }
        assertThat(text.toString())
                .contains("scoring: 50 %, 1 s left, 500 tokens/s; kl 0.153 under sae\n")
                .contains("summing up: 50 %, 1 s left, 500 tokens/s\n");
    }

    @Test
    void quietlyTellsWarningsAlone() {
        try (ConsoleProgress progress =
                new ConsoleProgress(new PrintWriter(text), new Terminal(true, 80, false), true, "tokens", clock::get)) {
            progress.phase("scoring", 1000);
            clock.addAndGet(SECOND);
            progress.advance(500);
            progress.note("that was decided");
            progress.warn("beware");
        }
        assertThat(text.toString()).isEqualToNormalizingNewlines("warning: beware\n");
    }

    @Test
    void aWarningIsYellowWhereColoursAreWanted() {
        try (ConsoleProgress progress =
                new ConsoleProgress(new PrintWriter(text), new Terminal(true, 80, true), true, "tokens", clock::get)) {
            progress.warn("beware");
        }
        assertThat(text.toString()).isEqualToNormalizingNewlines("\u001b[33mwarning: \u001b[0mbeware\n");
    }

    @Test
    void withoutATotalTheTokensSoFarAndTheRateAreTold() {
        try (ConsoleProgress progress = progress(false)) {
            progress.phase("scoring", 0);
            for (int i = 0; i < 3; i++) {
                clock.addAndGet(6 * SECOND);
                progress.advance(600);
            }
        }
        assertThat(text.toString()).isEqualToNormalizingNewlines("scoring\nscoring: 1,200 tokens, 100 tokens/s\n");
    }

    @Test
    void whatIsNotCountedInTokensHasAUnitOfItsOwn() {
        try (ConsoleProgress progress = new ConsoleProgress(
                new PrintWriter(text), new Terminal(false, 80, false), false, "repetitions", clock::get)) {
            progress.phase("drawing", 40);
            clock.addAndGet(2 * SECOND);
            progress.advance(5);
        }
        assertThat(text.toString())
                .isEqualToNormalizingNewlines("drawing\ndrawing: 12 %, 14 s left, 2.5 repetitions/s\n");
    }

    @Test
    void aWarningStandsOnALineOfItsOwn() {
        try (ConsoleProgress progress = progress(true)) {
            progress.phase("scoring", 1000);
            progress.warn("careful");
        }
        assertThat(text.toString()).contains("warning: careful" + System.lineSeparator());
    }

    @Test
    void durationsAreRoundedAsAPersonWouldSayThem() {
        assertThat(ConsoleProgress.duration(59.4)).isEqualTo("59 s");
        assertThat(ConsoleProgress.duration(80)).isEqualTo("1 min 20 s");
        assertThat(ConsoleProgress.duration(7320)).isEqualTo("2 h 2 min");
    }
}
