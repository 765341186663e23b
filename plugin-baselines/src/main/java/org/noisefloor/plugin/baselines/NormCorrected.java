package org.noisefloor.plugin.baselines;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * The intervention's result, rescaled to the norm of the activation.
 *
 * <p>ã_t = r_t·‖a_t‖/‖r_t‖, r_t what the intervention it is matched to puts there. In float64; rounded to float32 once.
 *
 * <ul>
 *   <li>Keeps the direction of the result, and the norm of the original. Where the intervention changes nothing the activation
 *       stays; where r_t = 0 there is no direction, and it stays too.
 *   <li>Question it answers: how much of the damage is shrinkage?
 *   <li>Source: shrinkage of sparse autoencoders: Wright and Sharkey 2024, "Addressing Feature Suppression in SAEs".
 *   <li>Pitfall: not a floor. A result that is shorter because part of it is missing comes out longer in what is left.
 * </ul>
 */
public final class NormCorrected implements InterventionProvider<NoOptions> {
    private static final Needs MATCHED = Needs.nothing().matched();

    @Override
    public String id() {
        return "norm_corrected";
    }

    @Override
    public String summary() {
        return "the result of the intervention it is matched to, rescaled to the norm of the activation";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Intervention create(NoOptions options, RunContext context) {
        Rule.OneByOne rule = (at, batch) -> rescale(at);
        return new PositionWise(MATCHED, context.site().width(), rule);
    }

    private static boolean rescale(Position at) {
        double norm = Vectors.norm(at.matched());
        for (int i = 0; i < at.width(); i++) {
            at.put(i, at.matched()[i] * (at.originalNorm() / norm));
        }
        return norm != 0;
    }
}
