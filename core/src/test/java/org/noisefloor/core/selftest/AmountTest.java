package org.noisefloor.core.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;

class AmountTest {
    private static final Amount TWENTY = new Amount(100, 20, 3);

    @Test
    void documentsOfARepetitionAreDifferentOnes() {
        assertThat(TWENTY.withoutReplacement(42, 0)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void whereThereAreFewNoneComesTwiceBeforeAllCameOnce() {
        int[] all = TWENTY.withoutReplacement(8, 0);
        assertThat(IntStream.of(all).limit(8)).doesNotHaveDuplicates();
        assertThat(IntStream.of(all).skip(8).limit(8)).doesNotHaveDuplicates();
    }

    @Test
    void whatWouldTakeDaysIsRefused() {
        assertThatThrownBy(() -> new Amount(100_000, 12, 0))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--repetitions: 100,000 of 12 documents (--documents) are 1,200,000 documents to look at, and"
                                + " expected are at most 1,000,000; take fewer of either");
        assertThatThrownBy(() -> new Amount(Integer.MAX_VALUE, Integer.MAX_VALUE, 0))
                .isInstanceOf(UserError.class);
    }

    @Test
    void anotherRepetitionHasOthers() {
        assertThat(TWENTY.withoutReplacement(42, 1)).isNotEqualTo(TWENTY.withoutReplacement(42, 0));
        assertThat(TWENTY.seed(1)).isNotEqualTo(TWENTY.seed(0));
    }

    @Test
    void theSameSeedGivesTheSame() {
        assertThat(new Amount(7 + 10, 20, 3).withReplacement(42, 5)).isEqualTo(TWENTY.withReplacement(42, 5));
    }

    @Test
    void withReplacementEveryDocumentIsAsLikely() {
        int[] counts = new int[10];
        for (int repetition = 0; repetition < 100; repetition++) {
            IntStream.of(TWENTY.withReplacement(10, repetition)).forEach(place -> counts[place]++);
        }
        assertThat(IntStream.of(counts).boxed()).allMatch(count -> Math.abs(count - 200) < 60);
    }

    @Test
    void soFewThatNothingComesOfItAreRefused() {
        assertThatThrownBy(() -> new Amount(100, 5, 0))
                .isInstanceOf(UserError.class)
                .hasMessage("--documents: expected a whole number of at least 6, found '5'; fewer documents give no"
                        + " interval");
        assertThatThrownBy(() -> new Amount(9, 20, 0))
                .isInstanceOf(UserError.class)
                .hasMessage("--repetitions: expected a whole number of at least 10, found '9'; fewer say nothing of a"
                        + " rate");
    }
}
