package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.metric.StratifierContract;

class TransitionsTest implements StratifierContract<ConfidenceOptions> {
    private static final double[] SURE = {0.8, 0.1, 0.1};
    private static final double[] UNSURE = {0.3, 0.4, 0.3};

    @Override
    public StratifierProvider<ConfidenceOptions> provider() {
        return new Transitions();
    }

    @Override
    public ConfidenceOptions stratifierOptions() {
        return new ConfidenceOptions(0.5);
    }

    @Test
    void namesTheStateBeforeAndTheStateAfter() {
        assertThat(name(SURE, UNSURE, 0)).isEqualTo("right_confident>wrong_unsure");
        assertThat(name(UNSURE, SURE, 0)).isEqualTo("wrong_unsure>right_confident");
        assertThat(name(SURE, SURE, 2)).isEqualTo("wrong_confident>wrong_confident");
        assertThat(name(UNSURE, UNSURE, 1)).isEqualTo("right_unsure>right_unsure");
    }

    @Test
    void hasACellForEachPairOfStates() {
        assertThat(transitions().classes()).hasSize(16).doesNotHaveDuplicates();
    }

    @Property(tries = 50)
    void theCellsSumUpToTheOriginalStates(@ForAll long seed) {
        List<Comparison> positions = Scores.random(seed);
        Stratifier states = new OriginalState().create(stratifierOptions(), Scores.CONTEXT);
        int[] before = new int[states.classes().size()];
        int[] cells = Scores.counts(transitions(), positions);
        for (int i = 0; i < cells.length; i++) {
            String from = transitions().classes().get(i).split(">")[0];
            before[states.classes().indexOf(from)] += cells[i];
        }
        assertThat(before).isEqualTo(Scores.counts(states, positions));
    }

    private Stratifier transitions() {
        return provider().create(stratifierOptions(), context());
    }

    private String name(double[] p, double[] q, int correct) {
        return Scores.className(transitions(), Scores.of(p, q, correct));
    }
}
