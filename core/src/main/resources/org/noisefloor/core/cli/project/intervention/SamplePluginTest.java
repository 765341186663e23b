package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;
import org.noisefloor.testkit.metric.ProviderContract;

/** The contracts that every intervention must hold to, and a row that can be worked out by hand. */
class SamplePluginTest implements InterventionContract, ProviderContract {
    @Override
    public InterventionProvider<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Override
    public Intervention create(RunContext context) {
        return provider().create(new SamplePlugin.Options(0.5), context);
    }

    @Test
    void halvesARowWhereItShrinksByAHalf() {
        TestActivations activations = TestActivations.of(new float[] {2, -4});
        create(TestContext.ofWidth(2)).replace(activations);
        assertThat(activations.replacedRow(0)).containsExactly(1, -2);
    }
}
