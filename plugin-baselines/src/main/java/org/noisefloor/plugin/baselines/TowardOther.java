package org.noisefloor.plugin.baselines;

import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * A step towards another real activation, as long as the intervention's.
 *
 * <p>ã_t = a_t + ‖e_t‖·(a_j − a_t)/‖a_j − a_t‖, e_t the error of the intervention it is matched to, j uniform over the intervened
 * positions of the calibration sequences, or over the other ones of the same sequence; one j for each position and draw. Where
 * a_j = a_t, j is drawn again, up to 16 times.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is the intervention worse than a step towards what the model computes elsewhere?
 *   <li>Memory: the pool holds at most 64 MiB of activations; more of them displace pooled ones, so that it stays a uniform
 *       sample.
 *   <li>Source: Heimersheim 2024, "Activation plateaus and sensitive directions in GPT2".
 *   <li>Pitfall: the direction holds −a_t as well as a_j, so a step also shrinks what is at the position (Lee and Heimersheim
 *       2024).
 * </ul>
 */
public final class TowardOther implements InterventionProvider<PoolOptions> {

    @Override
    public String id() {
        return "toward_other";
    }

    @Override
    public String summary() {
        return "a step towards another activation, as long as the error of the intervention it is matched to";
    }

    @Override
    public Class<PoolOptions> options() {
        return PoolOptions.class;
    }

    @Override
    public Intervention create(PoolOptions options, RunContext context) {
        Needs needs = options.needs(true);
        Others others =
                Others.of(options.pool(), Others::activation, context.site().width());
        Rule rule = new StepFromOthers(others, true, () -> Mean.noPositions("toward_other", context.site()));
        return new PositionWise(needs, context.site().width(), rule);
    }
}
