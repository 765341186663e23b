package org.noisefloor.plugin.baselines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Covariance-matched noise: a displacement of the same length as the intervention's, in a direction that activations vary
 * along.
 *
 * <p>ã_t = a_t + ‖e_t‖·y/‖y‖, e_t the error of the intervention it is matched to, y drawn from N(0, Σ), Σ the centred
 * covariance of the activations at the intervened positions of the calibration sequences. All in float64; the sum is rounded
 * to float32 once.
 *
 * <ul>
 *   <li>Keeps ‖e_t‖ at every position. Where e_t = 0 the activation stays.
 *   <li>Question it answers: is the intervention worse than a displacement of its size among the directions that activations
 *       use?
 *   <li>Reports the participation ratio (tr Σ)²/tr Σ², how many directions the variance is spread over, and the rank of Σ.
 *   <li>Cost: with d the width, 4 d² bytes; d²/2 multiplications and additions for each calibration position; d³/3 once for the
 *       factor; then d²/2 for each position and draw, in blocks of sixteen positions.
 *   <li>Source: after Lee and Heimersheim 2024, "Investigating Sensitive Directions in GPT-2".
 *   <li>Pitfall: no direction is drawn outside the span of the calibration activations, so there should be several times as
 *       many of them as dimensions. A sink among them takes over Σ.
 * </ul>
 */
public final class CovRandom implements InterventionProvider<DrawOptions> {

    @Override
    public String id() {
        return "cov_random";
    }

    @Override
    public String summary() {
        return "a direction with the covariance of activations, as long as the error of the intervention it is matched to";
    }

    @Override
    public Class<DrawOptions> options() {
        return DrawOptions.class;
    }

    @Override
    public Intervention create(DrawOptions options, RunContext context) {
        Needs needs = options.needs().calibrated();
        return new PositionWise(needs, context.site().width(), new CovarianceStep(context.site()));
    }

    /** With a smaller participation ratio the noise is hardly in random directions. */
    private static final double HANDFUL = 8;

    private static final class CovarianceStep implements Rule {
        private final Site site;
        private final double[] activation;
        private long positions;
        private double participationRatio;
        /** Until all were shown. */
        private @Nullable Covariance covariance;
        /** From then on. */
        private @Nullable PivotedCholesky factor;

        CovarianceStep(Site site) {
            this.site = site;
            this.activation = new double[site.width()];
        }

        @Override
        public void calibrate(Activations batch) {
            Covariance sums = covariance == null ? new Covariance(site.width()) : covariance;
            covariance = sums;
            for (int row = 0; row < batch.rows(); row++) {
                if (batch.intervened(row) && Others.activation(batch, row, activation)) {
                    sums.add(activation);
                    positions++;
                }
            }
        }

        @Override
        public void calibrated() {
            factor = factor();
            covariance = null;
        }

        private PivotedCholesky factor() {
            if (covariance == null || positions == 0) {
                throw Mean.noPositions("cov_random", site);
            }
            double[][] triangle = covariance.finish();
            participationRatio = Covariance.participationRatio(triangle);
            PivotedCholesky made = new PivotedCholesky(triangle);
            if (made.rank() == 0) {
                throw new UserError(
                        site + ": the activations at the intervened positions of the calibration sequences do"
                                + " not differ, and 'cov_random' is made from their differences; give more or longer calibration"
                                + " sequences");
            }
            return made;
        }

        @Override
        public void replace(List<Position> block, Activations batch) {
            PivotedCholesky l = factor;
            if (l == null) {
                throw new IllegalStateException("not calibrated");
            }
            List<double[]> gaussians = new ArrayList<>();
            for (Position at : block) {
                // only the direction of L z matters, and z of length 1 cannot give zero unless the generator is broken
                double[] z = new double[l.rank()];
                Draws.direction(batch.random(at.row()), z);
                gaussians.add(z);
            }
            l.multiply(gaussians, block.stream().map(Position::direction).toList());
            for (Position at : block) {
                if (Vectors.normalise(at.direction())) {
                    at.step(at.errorNorm(), at.direction());
                } else {
                    at.leave();
                }
            }
        }

        @Override
        public Map<String, Double> calibratedTo() {
            return factor == null
                    ? Map.of()
                    : Map.of("participation_ratio", participationRatio, "rank", (double) factor.rank());
        }

        /** Of a narrow activation a handful is much. */
        @Override
        public List<String> notes() {
            return factor == null || participationRatio >= Math.min(HANDFUL, site.width() / 4.0)
                    ? List.of()
                    : List.of("its noise lives in a handful of the " + site.width()
                            + " directions, since the activations of the"
                            + " calibration sequences do; a sink among them may be why (positions.skip_first leaves the first ones"
                            + " out)");
        }

        @Override
        public Map<String, Object> provenance() {
            Map<String, Object> all = new TreeMap<>();
            all.put("calibration_positions", positions);
            if (factor != null) {
                all.put("participation_ratio", participationRatio);
                all.put("rank", factor.rank());
            }
            return all;
        }
    }
}
