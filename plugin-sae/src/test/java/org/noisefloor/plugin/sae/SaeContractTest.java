package org.noisefloor.plugin.sae;

import org.junit.jupiter.api.Nested;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.Site;
import org.noisefloor.testkit.intervention.InterventionContract;

/** The splice holds to the contract of interventions, whatever the architecture. */
final class SaeContractTest {
    @Nested
    final class StandardTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return Tiny.open(Tiny.at("standard_constant_norm"), false, rows);
        }
    }

    @Nested
    final class TopKTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return Tiny.open(Tiny.at("topk_layer_norm_centered"), true, rows);
        }
    }

    @Nested
    final class JumpReluTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return Tiny.open(Tiny.at("jumprelu"), false, rows);
        }
    }

    @Nested
    final class GatedTest implements InterventionContract {
        @Override
        public Intervention create(Site site, int rows) {
            return Tiny.open(Tiny.at("gated"), false, rows);
        }
    }
}
