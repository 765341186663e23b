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
 * Random noise of a given size relative to the activation: the dose-response curve of a model.
 *
 * <p>ã_t = a_t + r‖a_t‖·u, u uniform on the unit sphere, one intervention for each r. In float64; the sum is rounded to float32
 * once.
 *
 * <ul>
 *   <li>Matched to nothing: the same curve serves every intervention at the site.
 *   <li>Question it answers: how much noise does as much damage as the intervention? The host reads {@code equivalent_noise} off
 *       the curve.
 *   <li>Source: this project; sweeps over the size as in Heimersheim 2024.
 *   <li>Pitfall: r is the same at all positions, the size of an intervention's error is not.
 * </ul>
 */
public final class Dose implements InterventionProvider<Dose.Options> {

    /** The options of {@code dose}. */
    public record Options(
            @Option(doc = "random draws per position; auto: as many as the main figure needs", orElse = "8")
            DrawCount draws,

            @Option(
                    doc = "sizes of the noise, relative to the norm of the activation",
                    orElse = "[0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]")
            List<Double> r) {
        public Options {
            r = ListOption.sizes("r", r);
        }
    }

    @Override
    public String id() {
        return "dose";
    }

    @Override
    public String summary() {
        return "a random direction, with a length relative to the norm of the activation";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public List<Variant<Options>> variants(Options options) {
        return ListOption.variants(options.r(), OptionalDouble::of, r -> new Options(options.draws(), r));
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        double r = ListOption.only(options.r());
        Needs needs = Needs.nothing().drawn(options.draws());
        return new PositionWise(needs, context.site().width(), new RandomStep(at -> r * at.originalNorm()));
    }
}
