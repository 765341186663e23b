package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

class ConfidenceTest implements StratifierContract<NoOptions> {
    @Override
    public StratifierProvider<NoOptions> provider() {
        return new Confidence();
    }

    @Override
    public NoOptions stratifierOptions() {
        return new NoOptions();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"20 | [0,0.1)", "11 | [0,0.1)", "9 | [0.1,0.3)", "3 | [0.3,0.5)", "2 | [0.5,0.8)", "1 | [0.8,1]"})
    void aUniformDistributionOfVTokensHasAFavouriteOfOneOverV(int tokens, String expected) {
        float[] uniform = new float[tokens];
        assertThat(name(uniform, new float[tokens])).isEqualTo(expected);
    }

    @Test
    void theStartOfABandBelongsToIt() {
        assertThat(name(new float[] {0, 0, Float.NEGATIVE_INFINITY}, new float[3]))
                .isEqualTo("[0.5,0.8)");
    }

    @Test
    void theSplicedModelDoesNotMatter() {
        float[] original = {1, 0, 0};
        float[] spliced = {-9, 9, 0};
        assertThat(name(original, spliced)).isEqualTo(name(original, original.clone()));
    }

    @Test
    void coversEverythingFromZeroToOne() {
        Stratifier stratifier = provider().create(stratifierOptions(), context());
        int[] counts = new int[stratifier.classes().size()];
        for (int i = -400; i <= 400; i++) {
            counts[
                    stratifier
                            .classifier()
                            .classify(Comparisons.of(
                                    new float[] {i / 20f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, new float[11], 0))]++;
        }
        assertThat(Arrays.stream(counts).sum()).isEqualTo(801);
        assertThat(counts).doesNotContain(0);
    }

    private String name(float[] original, float[] spliced) {
        return Scores.className(
                provider().create(stratifierOptions(), context()), Comparisons.of(original, spliced, 0));
    }
}
