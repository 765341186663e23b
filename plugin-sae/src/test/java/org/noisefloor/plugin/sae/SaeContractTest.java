package org.noisefloor.plugin.sae;

import org.junit.jupiter.api.Nested;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.intervention.InterventionContract;

/** The splice holds to the contract of interventions, whatever the architecture. */
final class SaeContractTest {
    @Nested
    final class StandardTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return Tiny.open(
                    Tiny.at("standard_constant_norm"), false, context.shape().rows());
        }
    }

    @Nested
    final class TopKTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return Tiny.open(
                    Tiny.at("topk_layer_norm_centered"), true, context.shape().rows());
        }
    }

    @Nested
    final class JumpReluTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return Tiny.open(Tiny.at("jumprelu"), false, context.shape().rows());
        }
    }

    @Nested
    final class GatedTest implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return Tiny.open(Tiny.at("gated"), false, context.shape().rows());
        }
    }
}
