package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.plugins.Calls;

/** A call that does not come back is told of, more and more seldom, and ends nothing. */
class PatienceTest {
    private final StringWriter err = new StringWriter();
    private final Patience patience = new Patience(new PrintWriter(err));

    private static final String WORDS = "plugin 'x' (x.jar) in Scorer.score of metric 'x' (run.yaml:7)";

    @Test
    void aCallThatLastsIsToldAfterFiveMinutesTenAndTwenty() {
        Calls.Going stuck = new Calls.Going(new Object(), WORDS);
        for (int minute = 0; minute < 39; minute++) {
            patience.look(List.of(stuck));
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "note: for 5 minutes this has been waiting for " + WORDS
                                + "; if that should not take so long, Ctrl-C ends it",
                        "note: for 10 minutes this has been waiting for " + WORDS
                                + "; if that should not take so long, Ctrl-C ends it",
                        "note: for 20 minutes this has been waiting for " + WORDS
                                + "; if that should not take so long, Ctrl-C ends it");
    }

    @Test
    void manyCallsOfTheSameMethodAreNoCallThatLasts() {
        for (int minute = 0; minute < 60; minute++) {
            patience.look(List.of(new Calls.Going(new Object(), WORDS)));
        }
        assertThat(err.toString()).isEmpty();
    }
}
