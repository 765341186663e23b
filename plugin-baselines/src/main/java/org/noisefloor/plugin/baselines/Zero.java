package org.noisefloor.plugin.baselines;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Zero ablation of the intervened positions.
 *
 * <p>ã = 0 at every position in the mask.
 *
 * <ul>
 *   <li>Keeps nothing of the activation. The field's zero point of loss recovered.
 *   <li>Source: the ablation of Bricken et al. 2023, "Towards Monosemanticity".
 *   <li>Pitfall: special tokens keep their activations. Where the attention sink is one of them, this is far from
 *       {@code zero_all}, and neither bounds the other.
 * </ul>
 */
public final class Zero implements InterventionProvider<NoOptions> {
    @Override
    public String id() {
        return "zero";
    }

    @Override
    public String summary() {
        return "zeros at the intervened positions";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Intervention create(NoOptions options, RunContext context) {
        return new Zeroing(Needs.nothing());
    }

    /** Writes zeros to every row; the needs decide in which of them they stay. */
    record Zeroing(Needs needs) implements Intervention {
        @Override
        public void replace(Activations activations) {
            float[] zeros = new float[activations.width()];
            for (int row = 0; row < activations.rows(); row++) {
                Rows.write(activations, row, zeros);
            }
        }
    }
}
