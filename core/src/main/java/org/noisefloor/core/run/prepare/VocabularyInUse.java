package org.noisefloor.core.run.prepare;

import java.util.List;
import java.util.Optional;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;

/** How many entries of a logit vector count: all, or fewer where the config leaves out padded rows. */
public final class VocabularyInUse {
    private VocabularyInUse() {}

    /** Advice for a model with more logits than tokens; empty where there are none to leave out. */
    public static Optional<String> surplus(ModelInfo model) {
        int tokens = model.embeddings().orElse(model.vocabulary());
        return tokens < model.vocabulary()
                ? Optional.of("the model has " + model.vocabulary() + " logits, but embeddings for " + tokens
                        + " tokens only; positions.vocab: " + tokens + " leaves the others out")
                : Optional.empty();
    }

    static int of(Plan plan, ModelInfo model) {
        Mistakes mistakes = new Mistakes();
        int wanted = plan.positions().vocabulary().orElse(model.vocabulary());
        if (wanted > model.vocabulary()) {
            mistakes.add(new UserError(plan.places().of("positions.vocab") + ": positions.vocab is " + wanted
                    + ", but the model has " + model.vocabulary() + " output entries"));
        }
        for (int id : plan.positions().special().orElse(List.of())) {
            if (id < 0 || id >= model.vocabulary()) {
                mistakes.add(
                        new UserError(plan.places().of("positions.special") + ": positions.special has the token id "
                                + id + ", but the model's ids go from 0 to " + (model.vocabulary() - 1)));
            }
        }
        mistakes.throwIfAny();
        return wanted;
    }
}
