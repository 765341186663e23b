package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;

/** What is wrong in several places is told at once. */
class MistakesTest {
    private final Mistakes mistakes = new Mistakes();

    private static int refuse(String sentence) {
        throw new UserError(sentence);
    }

    private UserError thrown() {
        return catchThrowableOfType(UserError.class, mistakes::throwIfAny);
    }

    @Test
    void workGoesOnBehindARefusal() {
        assertThat(mistakes.tried(() -> refuse("no"), 7)).isEqualTo(7);
        assertThat(mistakes.tried(() -> 3, 7)).isEqualTo(3);
        assertThat(mistakes.count()).isEqualTo(1);
    }

    @Test
    void sentencesComeInTheOrderInWhichTheyWereFound() {
        mistakes.tried(() -> refuse("second thing"), 0);
        mistakes.add(new UserError("first thing"));
        assertThat(thrown().sentences()).containsExactly("second thing", "first thing");
        assertThat(thrown()).hasMessage("second thing\nfirst thing");
    }

    @Test
    void thoseOfAConfigComeInTheOrderOfItsLines() {
        mistakes.add(Place.line("a.yaml", 9), "later");
        mistakes.add(Place.line("a.yaml", 2), new UserError("a.yaml:2: over\nlines"));
        assertThat(thrown().sentences()).containsExactly("a.yaml:2: over lines", "a.yaml:9: later");
    }

    @Test
    void theSameSentenceIsToldOnce() {
        mistakes.tried(() -> refuse("no"), 0);
        mistakes.tried(() -> refuse("no"), 0);
        assertThat(thrown()).hasMessage("no");
        assertThat(thrown().sentences()).containsExactly("no");
    }

    @Test
    void aSingleMistakeIsThrownAsItIs() {
        UserError only = new UserError("no", new IllegalStateException("why"));
        mistakes.add(only);
        assertThat(thrown()).isSameAs(only);
    }

    @Test
    void mistakesThatWereCollectedElsewhereAreTakenApart() {
        mistakes.add(UserError.all(List.of(new UserError("one"), new UserError("two"))));
        mistakes.add(new UserError("three"));
        assertThat(thrown().sentences()).containsExactly("one", "two", "three");
    }

    @Test
    void otherExceptionsPass() {
        assertThatThrownBy(() -> mistakes.tried(
                        () -> {
                            throw new IllegalStateException("a defect");
                        },
                        0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutAMistakeNothingIsThrown() {
        assertThatCode(mistakes::throwIfAny).doesNotThrowAnyException();
        assertThatThrownBy(() -> UserError.all(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
