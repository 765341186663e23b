package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

class PositionTest implements StratifierContract<NoOptions> {
    @Override
    public StratifierProvider<NoOptions> provider() {
        return new Position();
    }

    @Override
    public NoOptions stratifierOptions() {
        return new NoOptions();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1-7",
        "7, 1-7",
        "8, 8-31",
        "31, 8-31",
        "32, 32-127",
        "127, 32-127",
        "128, 128+",
        "9999, 128+"
    })
    void sortsByTheIndexInTheSequence(int position, String expected) {
        assertThat(Scores.className(
                        provider().create(stratifierOptions(), context()),
                        Comparisons.of(new float[2], new float[2], 0, position)))
                .isEqualTo(expected);
    }
}
