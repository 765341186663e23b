package org.noisefloor.core.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.core.config.InputFiles;
import org.noisefloor.core.config.Plan;

/** Documents to token ids of one model. The tokenizer is opened when the first text comes: token ids need none. */
final class Tokenization implements AutoCloseable {
    private final Plan.Corpus plan;
    private final ModelInfo model;
    /** Token ids go up to here, though there may be more outputs. */
    private final int vocabulary;

    private final Path cache;
    private @Nullable Tokenizer tokenizer;
    private boolean textCame;

    Tokenization(Plan.Corpus plan, ModelInfo model, Path cache) {
        this.plan = plan;
        this.model = model;
        this.vocabulary = Math.min(model.vocabulary(), model.embeddings().orElse(model.vocabulary()));
        this.cache = cache;
        if (plan.tokenizer().isPresent()) {
            tokenizer("");
        }
    }

    /** Opens the tokenizer if a document needs it. */
    void prepare(Document document) {
        if (document instanceof Document.Text) {
            tokenizer(document.place());
        }
    }

    int[] tokens(Document document) {
        if (document instanceof Document.Text text) {
            textCame = true;
            return checked(tokenizer(text.place()).encode(text.text()), text.place());
        }
        // the other of two kinds, and there is no third
        return ((Document.Tokens) document).ids();
    }

    /** @throws UserError if a token is not one of the model */
    void check(Document.Tokens document) {
        checked(document.ids(), document.place());
    }

    private int[] checked(int[] tokens, String place) {
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabulary) {
                throw new UserError(place + ": token id " + tokens[i] + " at index " + i
                        + " is not one of the model, whose vocabulary is 0 to " + (vocabulary - 1)
                        + (vocabulary < model.vocabulary()
                                ? " (its other " + (model.vocabulary() - vocabulary)
                                        + " outputs belong to no token, by its files)"
                                : ""));
            }
        }
        return tokens;
    }

    /** @param place of the text that needs it */
    private synchronized Tokenizer tokenizer(String place) {
        if (tokenizer != null) {
            return tokenizer;
        }
        Path file = file().orElseThrow(
                        () -> new UserError(
                                plan.places().of("tokenizer") + ": the corpus has text (" + place
                                        + ") but the model has no tokenizer.json; name one with corpus.tokenizer, or give token ids instead"));
        if (!Files.isRegularFile(file)) {
            throw new UserError(plan.places().of("tokenizer") + ": corpus.tokenizer: "
                    + (Files.exists(file)
                            ? file + " is a folder; expected a tokenizer.json"
                            : InputFiles.missing(file)));
        }
        Tokenizer opened = opened(file);
        if (opened.ordinary() > vocabulary) {
            opened.close();
            throw new UserError(
                    plan.places().of("tokenizer") + ": the tokenizer " + file + " has " + opened.vocabulary()
                            + " tokens, but the model only " + vocabulary
                            + "; they do not belong together, name another with corpus.tokenizer");
        }
        tokenizer = opened;
        return opened;
    }

    private Tokenizer opened(Path file) {
        try {
            return Tokenizer.open(file, cache);
        } catch (UserError refused) {
            throw plan.places()
                    .told("tokenizer", plan.tokenizer().isPresent() ? "corpus.tokenizer" : "tokenizer", refused);
        }
    }

    /** What there is to say of the tokenizer, if one was needed. */
    List<String> notes() {
        Tokenizer opened = tokenizer;
        return opened == null || opened.vocabulary() <= vocabulary
                ? List.of()
                : List.of("tokenizer.json has added tokens with ids up to " + (opened.vocabulary() - 1)
                        + ", but the model's go to " + (vocabulary - 1)
                        + "; a text that spells one of them out is refused");
    }

    /** Special tokens of the tokenizer, once a text has come. */
    Map<Integer, String> special() {
        return tokenizer == null ? Map.of() : tokenizer.special();
    }

    /** Whether a special token of the tokenizer stands in a text as it is written. */
    boolean spellsOut(Document.Text document) {
        return tokenizer(document.place()).spellsOut(document.text());
    }

    private Optional<Path> file() {
        return plan.tokenizer().or(model::tokenizer);
    }

    /** The file that the tokens come from; empty if no text came. */
    Optional<Path> used() {
        return textCame ? file() : Optional.empty();
    }

    /** A token as text. A report must not fail over this, so a tokenizer that cannot be opened counts as none. */
    String text(int token) {
        try {
            if (file().isPresent()) {
                return tokenizer("").text(token);
            }
        } catch (UserError unusable) {
            return "<" + token + ">";
        }
        return "<" + token + ">";
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
