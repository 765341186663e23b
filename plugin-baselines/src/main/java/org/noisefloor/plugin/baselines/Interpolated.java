package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.OptionalDouble;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;

/**
 * Part of the way from the activation to the intervention's result.
 *
 * <p>ã_t = a_t + α·e_t, e_t the error of the intervention it is matched to, one intervention for each α. e_t in float64; the
 * sum is rounded to float32 once. α = 0 changes nothing, 1 is the intervention, beyond 1 and below 0 is extrapolation.
 *
 * <ul>
 *   <li>Keeps the direction of the error.
 *   <li>Question it answers: how does damage grow along the error: as α² from the start, or over a plateau and then at once?
 *   <li>Source: sweeps along a direction as in Heimersheim 2024, "Activation plateaus and sensitive directions in GPT2".
 *   <li>Pitfall: not a floor. For small α a divergence falls as α², so a quarter of the error does a sixteenth of the harm and
 *       little is to be concluded from that.
 * </ul>
 */
public final class Interpolated implements InterventionProvider<Interpolated.Options> {
    private static final Needs MATCHED = Needs.nothing().matched();

    /** The options of {@code interpolated}. */
    public record Options(
            @Option(doc = "shares of the error", orElse = "[0.25, 0.5, 0.75]")
            List<Double> alpha) {
        public Options {
            alpha = ListOption.finite("alpha", alpha);
        }
    }

    @Override
    public String id() {
        return "interpolated";
    }

    @Override
    public String summary() {
        return "a share of the error of the intervention it is matched to";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public List<Variant<Options>> variants(Options options) {
        return ListOption.variants(options.alpha(), alpha -> OptionalDouble.empty(), Options::new);
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        double alpha = ListOption.only(options.alpha());
        Rule.OneByOne rule = (at, batch) -> {
            at.step(alpha, at.error());
            return true;
        };
        return new PositionWise(MATCHED, context.site().width(), rule);
    }
}
