package org.noisefloor.plugin.baselines;

import org.junit.jupiter.api.Nested;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.testkit.intervention.InterventionContract;

/** The ablations hold to the contract of interventions; other baselines inherit it in their own tests. */
final class BaselinesContractTest {

    @Nested
    final class ZeroTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Zero().create(new NoOptions(), site, rows, Trying.ENVIRONMENT);
        }
    }

    @Nested
    final class ZeroAllTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new ZeroAll().create(new NoOptions(), site, rows, Trying.ENVIRONMENT);
        }
    }

    @Nested
    final class MeanTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Mean().create(new NoOptions(), site, rows, Trying.ENVIRONMENT);
        }
    }

    @Nested
    final class IdentityTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Identity().create(new NoOptions(), site, rows, Trying.ENVIRONMENT);
        }
    }
}
