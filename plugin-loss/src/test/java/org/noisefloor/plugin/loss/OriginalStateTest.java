package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

class OriginalStateTest implements StratifierContract<ConfidenceOptions> {
    private static final float[] CONFIDENT = {3, 0, 0};
    private static final float[] UNSURE = {0.1f, 0, 0};

    @Override
    public StratifierProvider<ConfidenceOptions> provider() {
        return new OriginalState();
    }

    @Override
    public ConfidenceOptions stratifierOptions() {
        return new ConfidenceOptions(0.5);
    }

    @Test
    void crossesRightAndWrongWithConfidentAndUnsure() {
        assertThat(name(0.5, CONFIDENT, 0)).isEqualTo("right_confident");
        assertThat(name(0.5, UNSURE, 0)).isEqualTo("right_unsure");
        assertThat(name(0.5, CONFIDENT, 2)).isEqualTo("wrong_confident");
        assertThat(name(0.5, UNSURE, 2)).isEqualTo("wrong_unsure");
    }

    @Test
    void amongEqualsTheLowestIdIsTheFavourite() {
        float[] tied = {1, 2, 2};
        assertThat(name(0.3, tied, 1)).isEqualTo("right_confident");
        assertThat(name(0.3, tied, 2)).isEqualTo("wrong_confident");
    }

    @Test
    void thetaItselfIsConfident() {
        assertThat(name(0.5, new float[] {0, Float.NEGATIVE_INFINITY, 0}, 0)).isEqualTo("right_confident");
    }

    @Test
    void theSplicedModelDoesNotMatter() {
        Stratifier stratifier = new OriginalState().create(stratifierOptions(), Scores.CONTEXT);
        int before = stratifier.classifier().classify(Comparisons.of(CONFIDENT, CONFIDENT.clone(), 2));
        assertThat(stratifier.classifier().classify(Comparisons.of(CONFIDENT, new float[] {-9, 4, 9}, 2)))
                .isEqualTo(before);
    }

    private static String name(double theta, float[] original, int correct) {
        Stratifier stratifier = new OriginalState().create(new ConfidenceOptions(theta), Scores.CONTEXT);
        return stratifier
                .classes()
                .get(stratifier.classifier().classify(Comparisons.of(original, new float[] {0, 0, 0}, correct)));
    }
}
