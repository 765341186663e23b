package org.noisefloor.plugin.baselines;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * All of the intervention's errors, turned by one random rotation.
 *
 * <p>ã_t = a_t + Q e_t, e_t the error of the intervention it is matched to, Q orthogonal and drawn from the Haar measure: one Q for
 * each draw, the same at all positions of all sequences. In float64; the sum is rounded to float32 once.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position and the inner products between errors of any two. Where e_t = 0 the activation stays.
 *   <li>Question it answers: does it matter that errors at different positions point the same way? Beside {@code eps_random}, whose
 *       directions are independent, the difference is what this coherence does.
 *   <li>Cost: with d the width, 4 d² bytes; d²/2 gaussians for each batch and draw, since Q is made anew from the draw's key
 *       rather than kept for every draw (at d = 4,096 eight would take 0.5 GiB); d² multiplications and additions for each
 *       position and draw.
 *   <li>Source: this project; Q as in Stewart 1980 and Mezzadri 2007.
 *   <li>Pitfall: all sequences share a draw, so what says how sure a figure is are the draws alone: take more of them.
 * </ul>
 */
public final class ErrorRotated implements InterventionProvider<ErrorRotated.Options> {

    /** The options of {@code error_rotated}. */
    public record Options(
            @Option(doc = "random rotations; auto: as many as the main figure needs", orElse = "8")
            DrawCount draws) {}

    @Override
    public String id() {
        return "error_rotated";
    }

    @Override
    public String summary() {
        return "the errors of the intervention it is matched to, all turned by one random rotation";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        Needs needs = Needs.nothing().drawn(options.draws()).matched().sharingDraws();
        return new PositionWise(
                needs, context.site().width(), new Rotating(context.site().width()));
    }

    private static final class Rotating implements Rule {
        private final int width;
        private @Nullable Rotation rotation;

        Rotating(int width) {
            this.width = width;
        }

        @Override
        public void begin(Activations batch) {
            rotation = new Rotation(width, batch.sharedRandom());
        }

        @Override
        public void replace(List<Position> block, Activations batch) {
            if (rotation == null) {
                throw new IllegalStateException("no batch has begun");
            }
            rotation.apply(block.stream().map(Position::error).toList());
            for (Position at : block) {
                at.step(1, at.error());
            }
        }
    }
}
