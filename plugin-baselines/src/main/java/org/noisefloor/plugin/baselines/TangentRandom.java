package org.noisefloor.plugin.baselines;

import java.util.Arrays;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * The intervention's shrinkage with another direction: what lies along the activation is kept, the rest is random.
 *
 * <p>ã_t = a_t + e∥ + ‖e⊥‖·w, e∥ and e⊥ the parts of the intervention's error along a_t and orthogonal to it, w uniform on the
 * unit sphere orthogonal to a_t. In float64; the sum is rounded to float32 once. At a_t = 0 it is {@code eps_random}.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖, ‖ã_t‖ and the cosine of ã_t and a_t at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: does the direction of the error do harm, apart from how much it shrinks the activation?
 *   <li>Source: this project; it joins the two variants that Gurnee 2024 takes one at a time.
 *   <li>Pitfall: like {@code eps_random} it draws directions that activations hardly use.
 * </ul>
 */
public final class TangentRandom implements InterventionProvider<DrawOptions> {

    @Override
    public String id() {
        return "tangent_random";
    }

    @Override
    public String summary() {
        return "the error's part along the activation kept, the rest in a random direction";
    }

    @Override
    public Class<DrawOptions> options() {
        return DrawOptions.class;
    }

    @Override
    public Intervention create(DrawOptions options, RunContext context) {
        Needs needs = options.needs();
        RandomStep atZero = new RandomStep(Position::errorNorm);
        Rule.OneByOne rule =
                (at, batch) -> at.originalNorm() == 0 ? atZero.replace(at, batch) : aroundOriginal(at, batch);
        return new PositionWise(needs, context.site().width(), rule);
    }

    private static boolean aroundOriginal(Position at, Activations batch) {
        double[] orthogonal = at.orthogonalError();
        double length = Vectors.norm(orthogonal);
        if (!orthogonalDirection(at, length, batch)) {
            return false;
        }
        for (int i = 0; i < orthogonal.length; i++) {
            double along = at.error()[i] - orthogonal[i];
            at.put(i, at.original()[i] + along + length * at.direction()[i]);
        }
        return true;
    }

    /** Fills the direction with one orthogonal to a_t ≠ 0; with zeros if no way is to be gone along it. */
    static boolean orthogonalDirection(Position at, double length, Activations batch) {
        if (length == 0) {
            Arrays.fill(at.direction(), 0);
            return true;
        }
        return Draws.orthogonalDirection(batch.random(at.row()), at.original(), at.direction());
    }
}
