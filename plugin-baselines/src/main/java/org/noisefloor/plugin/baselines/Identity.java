package org.noisefloor.plugin.baselines;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Nothing is changed.
 *
 * <p>ã = a, bit for bit, so every divergence must be exactly 0: a test of the whole path, not a floor. What it finds above 0
 * is a defect of the backend's cut.
 */
public final class Identity implements InterventionProvider<NoOptions> {
    @Override
    public String id() {
        return "identity";
    }

    @Override
    public String summary() {
        return "the activation itself: every divergence must be exactly 0";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Intervention create(NoOptions options, RunContext context) {
        return new Copy();
    }

    private record Copy() implements Intervention {
        @Override
        public Needs needs() {
            return Needs.nothing();
        }

        @Override
        public void replace(Activations activations) {
            float[] row = new float[activations.width()];
            for (int i = 0; i < activations.rows(); i++) {
                Rows.read(activations.original(), i, row);
                Rows.write(activations, i, row);
            }
        }
    }
}
