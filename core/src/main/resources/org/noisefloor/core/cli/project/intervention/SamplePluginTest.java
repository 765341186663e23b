package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.InterventionProviderContract;
import org.noisefloor.testkit.intervention.TestActivations;

/** The contract that every intervention must hold to, and a row that can be worked out by hand. */
class SamplePluginTest implements InterventionProviderContract<SamplePlugin.Options> {
    @Override
    public InterventionProvider<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Override
    public SamplePlugin.Options interventionOptions() {
        return new SamplePlugin.Options(0.5);
    }

    @Test
    void halvesARowWhereItShrinksByAHalf() {
        TestActivations activations = TestActivations.of(new float[] {2, -4});
        create(TestContext.ofWidth(2)).replace(activations);
        assertThat(activations.replacedRow(0)).containsExactly(1, -2);
    }
}
