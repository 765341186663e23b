package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

class EntropyTest implements StratifierContract<NoOptions> {
    @Override
    public StratifierProvider<NoOptions> provider() {
        return new Entropy();
    }

    @Override
    public NoOptions stratifierOptions() {
        return new NoOptions();
    }

    /** A uniform distribution over V tokens has an entropy of log V. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | [0,1)",
                "2 | [0,1)",
                "3 | [1,2)",
                "7 | [1,2)",
                "8 | [2,4)",
                "54 | [2,4)",
                "55 | [4,∞)",
                "5000 | [4,∞)"
            })
    void sortsByTheEntropyOfTheOriginal(int tokens, String expected) {
        assertThat(name(new float[tokens], new float[tokens])).isEqualTo(expected);
    }

    @Test
    void theSplicedModelDoesNotMatter() {
        assertThat(name(new float[] {0, 0, 0}, new float[] {90, 0, 0})).isEqualTo("[1,2)");
    }

    private String name(float[] original, float[] spliced) {
        return Scores.className(
                provider().create(stratifierOptions(), context()), Comparisons.of(original, spliced, 0));
    }
}
