package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

/** The contract that every stratifier must hold to, and two positions of which the class is known. */
class SamplePluginTest implements StratifierContract<NoOptions> {
    @Override
    public StratifierProvider<NoOptions> provider() {
        return new SamplePlugin();
    }

    @Override
    public NoOptions stratifierOptions() {
        return new NoOptions();
    }

    @Test
    void aTokenThatStoodBeforeIsRepeated() {
        assertThat(classOf(2)).isEqualTo("repeated");
    }

    @Test
    void aTokenThatDidNotIsNew() {
        assertThat(classOf(1)).isEqualTo("new");
    }

    private String classOf(int position) {
        Comparison comparison = Comparisons.with(new float[] {0, 0}, new float[] {0, 0})
                .tokens(0, 1, 0, 1)
                .position(position)
                .target(1)
                .build();
        Stratifier stratifier = provider().create(stratifierOptions(), context());
        return stratifier.classes().get(stratifier.classifier().classify(comparison));
    }
}
