package org.noisefloor.core.run.prepare;

import org.noisefloor.api.Site;
import org.noisefloor.core.run.batch.DrawKey;
import org.noisefloor.core.run.score.ScoringBatch;

/**
 * A batch as one draw of an arm sees it.
 *
 * @param arm the arm's name
 */
public record Drawn(ScoringBatch batch, long seed, String arm, int draw) {

    /** The key of what is drawn at the one site. */
    DrawKey key() {
        return DrawKey.of(seed, arm, draw);
    }

    /** The key of what is drawn at one of several sites of a pass: what is drawn at the others is independent of it. */
    DrawKey keyAt(Site site) {
        return DrawKey.of(seed, arm + " at " + site, draw);
    }
}
