package org.noisefloor.plugin.baselines;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.testkit.intervention.InterventionContract;

/** Every baseline holds to the contract of interventions. */
final class BaselinesContractTest {
    private static final Environment ENVIRONMENT = new Environment(1, Path.of("target", "cache"));

    @Nested
    final class ZeroTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Zero().create(new NoOptions(), site, rows, ENVIRONMENT);
        }
    }

    @Nested
    final class ZeroAllTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new ZeroAll().create(new NoOptions(), site, rows, ENVIRONMENT);
        }
    }

    @Nested
    final class MeanTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Mean().create(new NoOptions(), site, rows, ENVIRONMENT);
        }
    }

    @Nested
    final class ResampleTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Resample().create(new Resample.Options(3), site, rows, ENVIRONMENT);
        }
    }

    @Nested
    final class IdentityTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new Identity().create(new NoOptions(), site, rows, ENVIRONMENT);
        }
    }

    @Nested
    final class EpsRandomTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return new EpsRandom().create(new EpsRandom.Options(3), site, rows, ENVIRONMENT);
        }
    }
}
