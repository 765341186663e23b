package org.noisefloor.plugin.baselines;

import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * θ-random: a random vector as long as the activation, at the angle at which the intervention's result stands to it.
 *
 * <p>ã_t = cos θ·a_t + sin θ·‖a_t‖·w, θ the angle between a_t and the result of the intervention it is matched to, w uniform on
 * the unit sphere orthogonal to a_t. In float64; the sum is rounded to float32 once. sin θ is computed from the error's
 * part orthogonal to a_t, not from cos θ, which says little of a small angle.
 *
 * <ul>
 *   <li>Keeps the cosine at every position, and the norm of the original. Where e_t = 0 the activation stays; where a_t or the
 *       result is 0 there is no angle, and it stays too.
 *   <li>Question it answers: is the intervention worse than turning the activation by as much?
 *   <li>Source: Gurnee 2024, "SAE reconstruction errors are (empirically) pathological".
 *   <li>Pitfall: ‖e_t‖ is not kept; the displacement is 2‖a_t‖ sin(θ/2). With the norm of the result in place of ‖a_t‖ it would
 *       be {@code tangent_random}.
 * </ul>
 */
public final class ThetaRandom implements InterventionProvider<DrawOptions> {

    @Override
    public String id() {
        return "theta_random";
    }

    @Override
    public String summary() {
        return "the activation turned in a random direction by the angle of the intervention it is matched to";
    }

    @Override
    public Class<DrawOptions> options() {
        return DrawOptions.class;
    }

    @Override
    public Intervention create(DrawOptions options, RunContext context) {
        Needs needs = options.needs();
        return new PositionWise(needs, context.site().width(), (Rule.OneByOne) ThetaRandom::turn);
    }

    private static boolean turn(Position at, Activations batch) {
        if (at.originalNorm() == 0 || Vectors.norm(at.matched()) == 0) {
            return false;
        }
        double along = Vectors.dot(at.original(), at.matched()) / at.originalNorm();
        double across = Vectors.norm(at.orthogonalError());
        if (!TangentRandom.orthogonalDirection(at, across, batch)) {
            return false;
        }
        double hypotenuse = Math.sqrt(along * along + across * across);
        double cos = along / hypotenuse;
        double sin = across / hypotenuse;
        for (int i = 0; i < at.width(); i++) {
            at.put(i, cos * at.original()[i] + sin * at.originalNorm() * at.direction()[i]);
        }
        return true;
    }
}
