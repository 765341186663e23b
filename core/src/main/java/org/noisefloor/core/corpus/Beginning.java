package org.noisefloor.core.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.files.TokenizerJson;

/**
 * What sequences start with.
 *
 * @param bos the token that stands between packed documents; empty for none
 * @param prepended whether it also starts every sequence
 * @param notes what a user should know, a sentence each
 */
record Beginning(OptionalInt bos, boolean prepended, List<String> notes) {
    /**
     * The token that the config names; else that of the tokenizer that the config names, if it puts one in front of a text; else the
     * model's own.
     *
     * @throws UserError if there is no such token
     */
    static Beginning of(Plan.Corpus plan, ModelInfo model) {
        List<String> notes = new ArrayList<>();
        OptionalInt named = plan.prependBos().token();
        if (named.isPresent()) {
            return new Beginning(checked(named, plan, model), true, notes);
        }
        OptionalInt bos = ofTokenizer(plan, own(model, notes), notes);
        if (plan.prependBos().equals(Plan.Beginning.ALWAYS) && bos.isEmpty()) {
            Integer unused = model.special().get("bos");
            throw new UserError(plan.places().of("bos") + ": corpus.bos is always, but the model "
                    + (unused == null
                            ? "names no BOS token; give a token's id (corpus.bos: 0), or take auto or never"
                            : "was trained without a BOS token, though its files name the id " + unused
                                    + "; corpus.bos: " + unused + " takes that one, and auto or never none"));
        }
        boolean prepended = bos.isPresent() && !plan.prependBos().equals(Plan.Beginning.NEVER);
        return new Beginning(bos, prepended, notes);
    }

    private static OptionalInt checked(OptionalInt named, Plan.Corpus plan, ModelInfo model) {
        if (named.getAsInt() >= model.vocabulary()) {
            throw new UserError(plan.places().of("bos") + ": corpus.bos is " + named.getAsInt()
                    + ", but the model's token ids go from 0 to " + (model.vocabulary() - 1)
                    + (model.bos().isPresent()
                            ? "; its own BOS token (corpus.bos: auto) is "
                                    + model.bos().getAsInt()
                            : "; take one of these, or never"));
        }
        return named;
    }

    private static OptionalInt own(ModelInfo model, List<String> notes) {
        OptionalInt bos = model.bos();
        if (bos.isPresent() && (bos.getAsInt() < 0 || bos.getAsInt() >= model.vocabulary())) {
            notes.add("the model names the BOS token " + bos.getAsInt() + ", but its ids go from 0 to "
                    + (model.vocabulary() - 1) + "; sequences start without one");
            return OptionalInt.empty();
        }
        return bos;
    }

    private static OptionalInt ofTokenizer(Plan.Corpus plan, OptionalInt own, List<String> notes) {
        List<Integer> front =
                plan.tokenizer().map(file -> TokenizerJson.head(file).front()).orElse(List.of());
        if (front.isEmpty()) {
            return own;
        }
        int bos = front.get(front.size() - 1);
        if (own.isPresent() && own.getAsInt() != bos) {
            notes.add(
                    "corpus.tokenizer puts the token " + bos + " in front of a text, and the model's own BOS token is "
                            + own.getAsInt() + "; sequences start with " + bos);
        }
        return OptionalInt.of(bos);
    }
}
