package org.noisefloor.plugin.baselines;

import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * The intervention's own errors, at the wrong positions.
 *
 * <p>ã_t = a_t + ‖e_t‖·e_j/‖e_j‖, e_t and e_j errors of the intervention it is matched to, j uniform over the intervened
 * positions of the calibration sequences, or over the other ones of the same sequence; one j for each position and draw. A
 * position with e_j = 0 gives no direction and is drawn again, up to 16 times.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position and the distribution of the directions of errors. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is this error special at this position, or would any of the intervention's errors do the same?
 *   <li>Memory: the pool holds at most 64 MiB of directions; more of them displace pooled ones, so that it stays a uniform
 *       sample.
 *   <li>Source: this project; a permutation control.
 *   <li>Pitfall: a part that all errors share, a bias for instance, is at every position the right one, and this floor hides it.
 * </ul>
 */
public final class ErrorShuffled implements InterventionProvider<PoolOptions> {

    @Override
    public String id() {
        return "error_shuffled";
    }

    @Override
    public String summary() {
        return "the direction of another position's error, as long as the error of the intervention it is matched to";
    }

    @Override
    public Class<PoolOptions> options() {
        return PoolOptions.class;
    }

    @Override
    public Intervention create(PoolOptions options, RunContext context) {
        Needs needs = options.needs(true);
        Others others =
                Others.of(options.pool(), Others::unitError, context.site().width());
        Rule rule = new StepFromOthers(others, false, () -> noErrors(context.site()));
        return new PositionWise(needs, context.site().width(), rule);
    }

    private static UserError noErrors(Site site) {
        return new UserError(site + ": the calibration sequences hold no intervened position at which the intervention"
                + " changes anything, and 'error_shuffled' is made from at least one; give more or longer calibration"
                + " sequences, skip fewer positions, or set pool: sequence");
    }
}
