package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.core.run.batch.BatchActivations;

/** The buffers of the arms, [rows, width of a site] each, and how much they hold together. */
final class Rooms {
    private final BatchShape shape;
    /** For the replacement of any baseline, and of anything in a joint pass: only that of an intervention alone is looked at again. */
    private final Map<Site, FloatBuffer> shared = new HashMap<>();
    /** For what a baseline in a joint pass is matched to. */
    private final Map<Site, FloatBuffer> matched = new HashMap<>();

    private long widths;

    Rooms(BatchShape shape) {
        this.shape = shape;
    }

    /** One that nobody else uses. */
    FloatBuffer own(Site site) {
        widths += site.width();
        return BatchActivations.room(site, shape);
    }

    FloatBuffer shared(Site site) {
        return shared.computeIfAbsent(site, this::own);
    }

    FloatBuffer matched(Site site) {
        return matched.computeIfAbsent(site, this::own);
    }

    /** Numbers in all of them, for each row. */
    long floatsPerRow() {
        return widths;
    }
}
