package org.example.ngram;

import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;

/**
 * A baseline that keeps of an activation what the last n tokens tell: its mean over the calibration positions behind the same n tokens.
 *
 * <p>ã_t = mean of a_s over calibration positions s with x_{s−n+1..s} = x_{t−n+1..t}. Where there are fewer such positions than
 * {@code least}, or t is less than n tokens into its sequence, n − 1 tokens count, and so on; with no token left, it is the mean over all
 * calibration positions, as the baseline {@code mean} has it. Sums in double.
 *
 * <p>What it costs beside {@code mean} is what the last n tokens tell; what is left is what the site knows beyond them. Pitfall: how often
 * it finds all n tokens depends on the amount of calibration text; a sum of {@code width} numbers is kept for each context that occurs.
 */
public final class NgramMean implements InterventionProvider<NgramMean.Options> {

    public record Options(
            @Option(doc = "how many tokens, with the one at the position", orElse = "1", min = 1, max = 8) int n,
            @Option(doc = "calibration positions that a context needs", orElse = "1", min = 1) int least) {}

    @Override
    public String id() {
        return "ngram_mean";
    }

    @Override
    public String summary() {
        return "mean activation behind the same n tokens";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        return new ContextMeans(options);
    }
}
