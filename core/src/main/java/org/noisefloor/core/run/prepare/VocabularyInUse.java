package org.noisefloor.core.run.prepare;

import java.util.List;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;

/** How many entries of a logit vector count: all, or fewer where the config leaves out padded rows. */
final class VocabularyInUse {
    private VocabularyInUse() {}

    static int of(Plan plan, ModelInfo model) {
        int wanted = plan.positions().vocabulary().orElse(model.vocabulary());
        if (wanted > model.vocabulary()) {
            throw new UserError(plan.places().of("positions.vocab") + ": positions.vocab is " + wanted
                    + ", but the model has " + model.vocabulary() + " output entries");
        }
        for (int id : plan.positions().special().orElse(List.of())) {
            if (id < 0 || id >= model.vocabulary()) {
                throw new UserError(plan.places().of("positions.special") + ": positions.special has the token id " + id
                        + ", but the model's ids go from 0 to " + (model.vocabulary() - 1));
            }
        }
        return wanted;
    }
}
