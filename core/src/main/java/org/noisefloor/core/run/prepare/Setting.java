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
 * @param buckets whether sequences of like length share a batch, which is padded no further than they need
 * @param clock which all calls of engines are timed by
 */
public record Setting(
        List<Site> sites,
        Mask.Rule rule,
        int calibrationDocuments,
        HostRunContext context,
        boolean buckets,
        EngineClock clock) {
    /** More save little: sequences of a batch are of like length anyway. Fewer leave little to choose from. */
    private static final int BATCHES_TO_SORT = 8;

    public ModelInfo model() {
        return context.model();
    }

    /** The same at another shape. */
    Setting shaped(BatchShape shape) {
        return new Setting(sites, rule, calibrationDocuments, context.shaped(shape), buckets, clock);
    }

    public BatchShape shape() {
        return context.shape();
    }

    /**
     * How many sequences make batches among themselves: those of one batch, or where like lengths share one, of several. Their records are
     * handed over together, and kept together; so a part of a run has all of them or none.
     */
    public int window() {
        return buckets ? Math.multiplyExact(BATCHES_TO_SORT, shape().sequences()) : shape().sequences();
    }

    public Logits logits() {
        return new Logits(context.vocabulary(), model().vocabulary());
    }
}
