package org.noisefloor.plugin.baselines;

import java.util.random.RandomGenerator;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * ε-random, rescaled to the norm of the intervention's result.
 *
 * <p>ã_t = x·n/‖x‖, x = a_t + ‖e_t‖·u as in {@code eps_random}, n the norm of what the intervention it is matched to puts there.
 * In float64; the result is rounded to float32 once. If x = 0, u is drawn again, up to 16 times.
 *
 * <ul>
 *   <li>Keeps the norm of the result at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is the intervention worse than a random displacement that also shrinks the activation as it does?
 *   <li>Source: Gurnee 2024, "SAE reconstruction errors are (empirically) pathological".
 *   <li>Pitfall: rescaling changes ‖e_t‖, so a difference from {@code eps_random} has two causes; {@code tangent_random} keeps
 *       both.
 * </ul>
 */
public final class EpsRandomNorm implements InterventionProvider<DrawOptions> {

    @Override
    public String id() {
        return "eps_random_norm";
    }

    @Override
    public String summary() {
        return "eps_random, rescaled to the norm of the result of the intervention it is matched to";
    }

    @Override
    public Class<DrawOptions> options() {
        return DrawOptions.class;
    }

    @Override
    public Intervention create(DrawOptions options, RunContext context) {
        Needs needs = options.needs();
        return new PositionWise(needs, context.site().width(), (Rule.OneByOne) EpsRandomNorm::step);
    }

    private static boolean step(Position at, Activations batch) {
        RandomGenerator random = batch.random(at.row());
        double[] displaced = at.scratch();
        for (int attempt = 0; attempt < Draws.ATTEMPTS; attempt++) {
            if (Draws.direction(random, at.direction())) {
                System.arraycopy(at.original(), 0, displaced, 0, displaced.length);
                Vectors.addTo(displaced, at.errorNorm(), at.direction());
                if (Vectors.normalise(displaced)) {
                    double norm = Vectors.norm(at.matched());
                    for (int i = 0; i < displaced.length; i++) {
                        at.put(i, norm * displaced[i]);
                    }
                    return true;
                }
            }
        }
        return false;
    }
}
