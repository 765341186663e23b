package org.noisefloor.core.corpus;

import java.nio.file.Path;
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
 * @param front the tokens that stand between packed documents; empty for none, and as a rule the BOS token alone
 * @param prepended whether they also start every sequence
 * @param notes what a user should know, a sentence each
 */
record Beginning(List<Integer> front, boolean prepended, List<String> notes) {
    /**
     * The token that the config names; else those that the tokenizer puts in front of a text, of the config or of the model; else the
     * model's own.
     *
     * @throws UserError if there is no such token, or no room behind it
     */
    static Beginning of(Plan.Corpus plan, ModelInfo model) {
        List<String> notes = new ArrayList<>();
        OptionalInt named = plan.prependBos().token();
        if (named.isPresent()) {
            return new Beginning(List.of(checked(named, plan, model).getAsInt()), true, notes);
        }
        List<Integer> front = ofTokenizer(plan, model, own(model, notes), notes);
        if (front.size() >= plan.length()) {
            throw new UserError(plan.places().of("length") + ": corpus.length is " + plan.length()
                    + ", but sequences start with the " + front.size() + " tokens " + front + "; take more than that");
        }
        if (plan.prependBos().equals(Plan.Beginning.ALWAYS) && front.isEmpty()) {
            Integer unused = model.special().get("bos");
            throw new UserError(plan.places().of("bos") + ": corpus.bos is always, but the model "
                    + (unused == null
                            ? "names no BOS token; give a token's id (corpus.bos: 0), or take auto or never"
                            : "was trained without a BOS token, though its files name the id " + unused
                                    + "; corpus.bos: " + unused + " takes that one, and auto or never none"));
        }
        boolean prepended = !front.isEmpty() && !plan.prependBos().equals(Plan.Beginning.NEVER);
        return new Beginning(front, prepended, notes);
    }

    /** The last of them; empty for none. */
    OptionalInt bos() {
        return front.isEmpty() ? OptionalInt.empty() : OptionalInt.of(front.get(front.size() - 1));
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

    private static List<Integer> ofTokenizer(Plan.Corpus plan, ModelInfo model, OptionalInt own, List<String> notes) {
        List<Integer> front = plan.tokenizer().map(Beginning::front).orElse(List.of());
        if (front.isEmpty()) {
            List<Integer> models = model.tokenizer().map(Beginning::front).orElse(List.of());
            boolean told = own.isPresent()
                    && !models.isEmpty()
                    && models.get(models.size() - 1) == own.getAsInt()
                    && models.stream().allMatch(id -> id < model.vocabulary());
            return told ? models : own.stream().boxed().toList();
        }
        int bos = front.get(front.size() - 1);
        if (own.isPresent() && own.getAsInt() != bos) {
            notes.add(
                    "corpus.tokenizer puts the token " + bos + " in front of a text, and the model's own BOS token is "
                            + own.getAsInt() + "; sequences start with " + bos);
        }
        return front;
    }

    /** What a tokenizer puts in front of a text; nothing where it cannot be read, which is told when it is needed. */
    private static List<Integer> front(Path tokenizer) {
        try {
            return TokenizerJson.head(tokenizer).front();
        } catch (UserError unreadable) {
            return List.of();
        }
    }
}
