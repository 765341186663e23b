package org.noisefloor.plugin.baselines;

import java.util.Map;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Mean ablation.
 *
 * <p>ã = μ, the mean activation over the intervened positions of the calibration sequences, which are never scored. Summed in
 * float64, rounded to float32 once.
 *
 * <ul>
 *   <li>Keeps what is common to all positions, so it costs less than zeros wherever the mean is large.
 *   <li>Source: mean ablation as in Wang et al. 2022, "Interpretability in the Wild".
 *   <li>Pitfall: few calibration sequences, or a sink among the intervened positions, move the mean.
 * </ul>
 */
public final class Mean implements InterventionProvider<NoOptions> {
    @Override
    public String id() {
        return "mean";
    }

    @Override
    public String summary() {
        return "the mean activation over the calibration sequences";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Intervention create(NoOptions options, RunContext context) {
        return new Averaging(context.site());
    }

    private static final class Averaging implements Intervention {
        private static final Needs CALIBRATION = Needs.nothing().calibrated();

        private final Site site;
        private final double[] sum;
        private final float[] row;
        private long positions;

        Averaging(Site site) {
            this.site = site;
            this.sum = new double[site.width()];
            this.row = new float[site.width()];
        }

        @Override
        public Needs needs() {
            return CALIBRATION;
        }

        @Override
        public void calibrate(Activations activations) {
            for (int i = 0; i < activations.rows(); i++) {
                if (activations.intervened(i)) {
                    Rows.read(activations.original(), i, row);
                    for (int c = 0; c < row.length; c++) {
                        sum[c] += row[c];
                    }
                    positions++;
                }
            }
        }

        @Override
        public void calibrated() {
            if (positions == 0) {
                throw noPositions("mean", site);
            }
        }

        @Override
        public void replace(Activations activations) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (float) (sum[c] / positions);
            }
            for (int i = 0; i < activations.rows(); i++) {
                Rows.write(activations, i, row);
            }
        }

        @Override
        public Map<String, Object> provenance() {
            return Map.of("calibration_positions", positions);
        }
    }

    static UserError noPositions(String baseline, Site site) {
        return new UserError(site + ": the calibration sequences hold no intervened position, and '" + baseline
                + "' is made from at least one; give more or longer calibration sequences, or skip fewer positions");
    }
}
