package org.noisefloor.core.run.prepare;

import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.core.plugins.HostRunContext;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.score.Logits;

/**
 * What is the same for every batch and every arm of a run.
 *
 * @param sites those of the config
 * @param calibrationDocuments of how many documents the calibration sequences are
 * @param context what plugins are told; of the first site, see {@link HostRunContext#at}
 * @param clock which all calls of engines are timed by
 */
public record Setting(
        List<Site> sites, Mask.Rule rule, int calibrationDocuments, HostRunContext context, EngineClock clock) {

    public ModelInfo model() {
        return context.model();
    }

    /** The same at another shape. */
    Setting shaped(BatchShape shape) {
        return new Setting(sites, rule, calibrationDocuments, context.shaped(shape), clock);
    }

    public BatchShape shape() {
        return context.shape();
    }

    public Logits logits() {
        return new Logits(context.vocabulary(), model().vocabulary());
    }
}
