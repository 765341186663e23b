package org.noisefloor.plugin.baselines;

import java.util.random.RandomGenerator;
import org.noisefloor.api.Activations;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.Option;
import org.noisefloor.api.Site;

/**
 * ε-random: a displacement of the same length as the intervention's, in a random direction.
 *
 * <p>ã_t = a_t + ‖e_t‖·u, e_t the error of the intervention it is matched to, u uniform on the unit sphere: independent
 * gaussians, normalised, in float64; the sum is rounded to float32 once.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is the intervention worse than any displacement of its size?
 *   <li>Source: Gurnee 2024, "SAE reconstruction errors are (empirically) pathological".
 *   <li>Pitfall: most directions matter little to a model, so this floor is low; directions that activations use
 *       ({@code cov_random}) make a higher one (Lee and Heimersheim 2024).
 * </ul>
 */
public final class EpsRandom implements InterventionProvider<EpsRandom.Options> {

    /** The options of {@code eps_random}. */
    public record Options(
            @Option(doc = "random draws per position", orElse = "8", min = 1)
            int draws) {}

    @Override
    public String id() {
        return "eps_random";
    }

    @Override
    public String summary() {
        return "a random direction, as long as the error of the intervention it is matched to";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, Site site, int rows, Environment environment) {
        return new Displacing(options.draws(), site.width());
    }

    private static final class Displacing implements Intervention {
        private final Needs needs;
        private final float[] original;
        private final float[] matched;
        private final double[] direction;

        Displacing(int draws, int width) {
            this.needs = new Needs(draws, true, false, false);
            this.original = new float[width];
            this.matched = new float[width];
            this.direction = new double[width];
        }

        @Override
        public Needs needs() {
            return needs;
        }

        @Override
        public void replace(Activations activations) {
            for (int row = 0; row < activations.rows(); row++) {
                if (activations.intervened(row)) {
                    Rows.read(activations.original(), row, original);
                    Rows.read(activations.matched(), row, matched);
                    displace(errorNorm(), activations.random(row));
                    Rows.write(activations, row, original);
                }
            }
        }

        private double errorNorm() {
            double squares = 0;
            for (int i = 0; i < original.length; i++) {
                double error = (double) matched[i] - original[i];
                squares += error * error;
            }
            return Math.sqrt(squares);
        }

        private void displace(double length, RandomGenerator random) {
            if (length != 0 && Draws.direction(random, direction)) {
                for (int i = 0; i < original.length; i++) {
                    original[i] = (float) (original[i] + length * direction[i]);
                }
            }
        }
    }
}
