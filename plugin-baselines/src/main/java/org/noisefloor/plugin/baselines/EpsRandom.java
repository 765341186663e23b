package org.noisefloor.plugin.baselines;

import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * ε-random: a displacement of the same length as the intervention's, in a random direction.
 *
 * <p>ã_t = a_t + ‖e_t‖·u, e_t the error of the intervention it is matched to, u uniform on the unit sphere: independent
 * gaussians, normalised, in float64; the sum is rounded to float32 once.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is the intervention worse than any displacement of its size?
 *   <li>Source: Gurnee 2024, "SAE reconstruction errors are (empirically) pathological".
 *   <li>Pitfall: most directions matter little to a model, so this floor is low; directions that activations use
 *       ({@code cov_random}) make a higher one (Lee and Heimersheim 2024).
 * </ul>
 */
public final class EpsRandom implements InterventionProvider<DrawOptions> {

    @Override
    public String id() {
        return "eps_random";
    }

    @Override
    public String summary() {
        return "a random direction, as long as the error of the intervention it is matched to";
    }

    @Override
    public Class<DrawOptions> options() {
        return DrawOptions.class;
    }

    @Override
    public Intervention create(DrawOptions options, RunContext context) {
        Needs needs = options.needs();
        return new PositionWise(needs, context.site().width(), new RandomStep(Position::errorNorm));
    }
}
