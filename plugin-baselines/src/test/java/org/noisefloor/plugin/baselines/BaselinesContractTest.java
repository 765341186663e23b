package org.noisefloor.plugin.baselines;

import org.junit.jupiter.api.Nested;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;

/** The ablations hold to the contract of interventions; other baselines inherit it in their own tests. */
final class BaselinesContractTest {

    @Nested
    final class ZeroTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Zero().create(new NoOptions(), context);
        }
    }

    @Nested
    final class ZeroAllTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new ZeroAll().create(new NoOptions(), context);
        }
    }

    @Nested
    final class MeanTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Mean().create(new NoOptions(), context);
        }
    }

    @Nested
    final class IdentityTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Identity().create(new NoOptions(), context);
        }
    }
}
