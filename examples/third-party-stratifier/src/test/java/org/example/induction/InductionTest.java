package org.example.induction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

/** The contract that every stratifier must hold to, and sequences of which the classes are known. */
class InductionTest implements StratifierContract<Induction.Options> {
    @Override
    public StratifierProvider<Induction.Options> provider() {
        return new Induction();
    }

    @Override
    public Induction.Options stratifierOptions() {
        return new Induction.Options(1);
    }

    @Test
    void isRightWhereTheSameTokenFollowsAgain() {
        assertThat(classOf(1, 2, 5, 6, 5, 6)).isEqualTo("right");
    }

    @Test
    void isWrongWhereAnotherTokenFollows() {
        assertThat(classOf(1, 2, 5, 6, 5, 7)).isEqualTo("wrong");
    }

    @Test
    void isSilentWhereTheTokenIsNew() {
        assertThat(classOf(1, 2, 5, 6, 8, 6)).isEqualTo("silent");
    }

    @Test
    void goesByTheLastOfSeveralPlaces() {
        assertThat(classOf(1, 5, 6, 5, 7, 5, 7)).isEqualTo("right");
        assertThat(classOf(1, 5, 7, 5, 6, 5, 7)).isEqualTo("wrong");
    }

    @Test
    void wantsAsManyTokensToBeTheSameAsItIsTold() {
        assertThat(classOf(2, 1, 5, 6, 2, 5, 6)).isEqualTo("silent");
        assertThat(classOf(2, 1, 5, 6, 1, 5, 6)).isEqualTo("right");
    }

    /** The class of the last token but one, of which the last is the correct one. */
    private String classOf(int same, int... tokens) {
        Comparison comparison = Comparisons.with(new float[10], new float[10])
                .tokens(tokens)
                .position(tokens.length - 2)
                .target(tokens[tokens.length - 1])
                .build();
        Stratifier stratifier = provider().create(new Induction.Options(same), context());
        return stratifier.classes().get(stratifier.classifier().classify(comparison));
    }
}
