package org.noisefloor.plugin.baselines;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Zero ablation of every position, special tokens included.
 *
 * <p>ã = 0 everywhere, whatever the mask says.
 *
 * <ul>
 *   <li>Keeps nothing. What SAELens divides by in its loss recovered, though its splice leaves special tokens alone.
 *   <li>Source: SAELens 6.54.12, {@code evals.py}, {@code zero_ablate_hook}.
 *   <li>Pitfall: it acts on positions on which the intervention it is compared with does not.
 * </ul>
 */
public final class ZeroAll implements InterventionProvider<NoOptions> {
    private static final Needs EVERYWHERE = Needs.nothing().everywhere();

    @Override
    public String id() {
        return "zero_all";
    }

    @Override
    public String summary() {
        return "zeros at all positions, special tokens included";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Intervention create(NoOptions options, RunContext context) {
        return new Zero.Zeroing(EVERYWHERE);
    }
}
