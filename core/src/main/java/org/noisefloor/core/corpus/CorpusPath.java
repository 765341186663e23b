package org.noisefloor.core.corpus;

import java.nio.file.Path;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Places;
import org.noisefloor.core.config.Plan;

/**
 * A corpus, and where the config names it.
 *
 * @param key within the section {@code corpus}
 */
record CorpusPath(Path path, String key, Places places) {

    static CorpusPath scored(Plan.Corpus plan) {
        return new CorpusPath(plan.path(), "path", plan.places());
    }

    /** @param path that of {@code corpus.calibration} */
    static CorpusPath calibrating(Plan.Corpus plan, Path path) {
        return new CorpusPath(path, "calibration.path", plan.places());
    }

    /** What is wrong in one of its files, with the line of the config that names it. */
    UserError told(UserError mistake) {
        return places.told(key, "corpus." + key, mistake);
    }
}
