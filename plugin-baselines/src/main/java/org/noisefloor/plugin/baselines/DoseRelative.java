package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.OptionalDouble;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;

/**
 * Random noise of a given size relative to the intervention's error.
 *
 * <p>ã_t = a_t + s‖e_t‖·u, e_t the error of the intervention it is matched to, u uniform on the unit sphere, one intervention for
 * each s. In float64; the sum is rounded to float32 once. s = 1 is {@code eps_random}.
 *
 * <ul>
 *   <li>Keeps how ‖e_t‖ varies between positions. Where e_t = 0 the activation stays.
 *   <li>Question it answers: how many times its own size in noise is the intervention's error worth? 1 for an intervention that
 *       is itself ε-random.
 *   <li>Source: this project; at s = 1, Gurnee 2024.
 *   <li>Pitfall: a curve for each intervention, while {@code dose} has one for all.
 * </ul>
 */
public final class DoseRelative implements InterventionProvider<DoseRelative.Options> {

    /** The options of {@code dose_relative}. */
    public record Options(
            @Option(doc = "random draws per position; auto: as many as the main figure needs", orElse = "8")
            DrawCount draws,

            @Option(doc = "sizes of the noise, relative to the norm of the error", orElse = "[0.25, 0.5, 1, 2, 4]")
            List<Double> s) {
        public Options {
            s = ListOption.sizes("s", s);
        }
    }

    @Override
    public String id() {
        return "dose_relative";
    }

    @Override
    public String summary() {
        return "a random direction, with a length relative to the error of the intervention it is matched to";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public List<Variant<Options>> variants(Options options) {
        return ListOption.variants(options.s(), OptionalDouble::of, s -> new Options(options.draws(), s));
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        double s = ListOption.only(options.s());
        Needs needs = Needs.nothing().drawn(options.draws()).matched();
        return new PositionWise(needs, context.site().width(), new RandomStep(at -> s * at.errorNorm()));
    }
}
