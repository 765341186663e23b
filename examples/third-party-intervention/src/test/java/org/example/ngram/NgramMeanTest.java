package org.example.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.InterventionProviderContract;
import org.noisefloor.testkit.intervention.TestActivations;

/** The contract that every intervention must hold to, and rows that can be worked out by hand. */
class NgramMeanTest implements InterventionProviderContract<NgramMean.Options> {
    private static final IntUnaryOperator ONE_DOCUMENT = row -> 0;

    @Override
    public InterventionProvider<NgramMean.Options> provider() {
        return new NgramMean();
    }

    @Override
    public NgramMean.Options interventionOptions() {
        return new NgramMean.Options(2, 1);
    }

    @Test
    void isTheMeanBehindTheSameToken() {
        assertThat(replaced(new NgramMean.Options(1, 1), 5, 6, 5)).containsExactly(2, 4, 2);
    }

    @Test
    void isTheMeanBehindTheSameTwoTokensWhereTheyWereSeen() {
        assertThat(replaced(new NgramMean.Options(2, 1), 5, 6, 5)).containsExactly(2, 4, 3);
    }

    @Test
    void isTheMeanOfAllWhereTheTokenIsNew() {
        assertThat(replaced(new NgramMean.Options(2, 1), 9)).containsExactly(8f / 3);
    }

    @Test
    void leavesOutAContextThatIsTooRare() {
        assertThat(replaced(new NgramMean.Options(1, 2), 5, 6)).containsExactly(2, 8f / 3);
    }

    /** Calibrated with the activations 1, 4, 3 of the tokens 5, 6, 5. */
    private float[] replaced(NgramMean.Options options, int... tokens) {
        int[] seen = {5, 6, 5};
        Intervention mean = provider().create(options, TestContext.ofWidth(1));
        mean.calibrate(TestActivations.of(new float[][] {{1}, {4}, {3}}).reading(row -> seen[row], ONE_DOCUMENT));
        mean.calibrated();
        TestActivations batch =
                TestActivations.of(new float[tokens.length][1]).reading(row -> tokens[row], ONE_DOCUMENT);
        mean.replace(batch);
        float[] values = new float[tokens.length];
        for (int row = 0; row < values.length; row++) {
            values[row] = batch.replacedRow(row)[0];
        }
        return values;
    }
}
