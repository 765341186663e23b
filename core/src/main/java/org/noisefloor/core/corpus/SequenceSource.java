package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.HostContext;

/**
 * The token sequences of a run: those that are scored, and those that calibrate and are never scored.
 *
 * <p>With a number of sequences given, they are read once when the source is opened, the calibration sequences behind them,
 * and kept. Without one the whole corpus is scored: the calibration sequences are its first ones, and the others are read
 * anew by each {@link #scored()}, so that memory does not grow with the corpus.
 */
public final class SequenceSource implements AutoCloseable {
    private final Plan.Corpus plan;
    private final HostContext context;
    private final Tokenization tokenization;
    private final Beginning beginning;
    private final Sequences.Rule rule;
    private final Spelled spelled = new Spelled();
    private final List<TokenSequence> calibration = new ArrayList<>();
    private final List<TokenSequence> kept = new ArrayList<>();
    private final List<TokenDocuments> passes = new ArrayList<>();
    private @Nullable Map<String, String> digests;

    /**
     * Opens the corpus for a model and reads what is needed to know that the run will have its sequences: the scored ones if
     * their number is given, the calibration ones, and else the first one.
     *
     * @param context its cache is where the tokenizer's native library is unpacked
     * @throws UserError if the corpus does not fit the model or has too few sequences, in one sentence
     */
    public static SequenceSource open(Plan.Corpus plan, ModelInfo model, HostContext context) {
        fits(plan, model);
        var tokenization = new Tokenization(plan, model, context.cache());
        SequenceSource source;
        try {
            source = new SequenceSource(plan, context, tokenization, Beginning.of(plan, model));
        } catch (RuntimeException failed) {
            tokenization.close();
            throw failed;
        }
        try {
            source.read();
            return source;
        } catch (RuntimeException failed) {
            source.close();
            throw failed;
        }
    }

    private SequenceSource(Plan.Corpus plan, HostContext context, Tokenization tokenization, Beginning beginning) {
        this.plan = plan;
        this.context = context;
        this.tokenization = tokenization;
        this.beginning = beginning;
        this.rule = new Sequences.Rule(plan.packing(), plan.length(), beginning.bos(), beginning.prepended());
    }

    private static void fits(Plan.Corpus plan, ModelInfo model) {
        if (model.context().isPresent() && plan.length() > model.context().getAsInt()) {
            throw new UserError(plan.places().of("length") + ": corpus.length is " + plan.length()
                    + ", but the model's context is " + model.context().getAsInt() + " tokens; take at most that many");
        }
    }

    private void read() {
        int toCalibrate = plan.calibration().sequences();
        boolean shared = plan.calibration().path().isEmpty();
        try (TokenDocuments documents = documents(plan.path())) {
            var sequences = new Sequences(documents, rule);
            if (!sequences.hasNext()) {
                throw nothing(plan.path(), documents);
            }
            if (plan.sequences().isPresent()) {
                take(sequences, plan.sequences().getAsInt(), kept);
            }
            if (shared) {
                take(sequences, toCalibrate, calibration);
            }
            boolean enough = plan.sequences().isPresent()
                    ? kept.size() == plan.sequences().getAsInt() && (!shared || calibration.size() == toCalibrate)
                    : sequences.hasNext();
            if (!enough) {
                throw tooFew(kept.size() + calibration.size(), shared ? toCalibrate : 0);
            }
            if (plan.sequences().isPresent()) {
                spelled.add(documents);
            }
        }
        if (plan.sequences().isEmpty()) {
            try (TokenDocuments all = documents(plan.path())) {
                all.count();
                spelled.add(all);
            }
        }
        if (!shared && toCalibrate > 0) {
            calibrateFrom(plan.calibration().path().orElseThrow(), toCalibrate);
        }
    }

    private TokenDocuments documents(Path path) {
        return new TokenDocuments(path, plan.reader(), tokenization, context);
    }

    private void calibrateFrom(Path path, int wanted) {
        try (TokenDocuments documents = documents(path)) {
            var sequences = new Sequences(documents, rule);
            if (!sequences.hasNext()) {
                throw nothing(path, documents);
            }
            take(sequences, wanted, calibration);
            spelled.add(documents);
        }
        if (calibration.size() < wanted) {
            throw new UserError(
                    plan.places().of("calibration.sequences") + ": corpus.calibration.sequences is " + wanted + ", but "
                            + path.getFileName() + " gives " + calibration.size() + " sequences of " + plan.length()
                            + " tokens; ask for at most that many");
        }
    }

    private static void take(Iterator<TokenSequence> from, int count, List<TokenSequence> to) {
        while (to.size() < count && from.hasNext()) {
            to.add(from.next());
        }
    }

    private UserError nothing(Path path, TokenDocuments documents) {
        String name = plan.places().of("path") + ": the corpus " + path.getFileName();
        if (documents.documentCount() == 0) {
            return new UserError(name + " has no document");
        }
        if (documents.tokenCount() == 0) {
            return new UserError(name + " has " + documents.documentCount() + " documents without a single token");
        }
        return new UserError(name + " has only " + documents.tokenCount() + " tokens in " + documents.documentCount()
                + " documents, not enough for one sequence of " + plan.length() + " (corpus.length)");
    }

    private UserError tooFew(int found, int toCalibrate) {
        String wanted =
                plan.sequences().isPresent() ? plan.sequences().getAsInt() + " to score" : "all the others to score";
        String remedy = found > toCalibrate && plan.sequences().isPresent()
                ? "corpus.sequences: " + (found - toCalibrate) + " would do"
                : "ask for fewer, or for a smaller corpus.length";
        return new UserError(plan.places().of("sequences") + ": the corpus "
                + plan.path().getFileName() + " gives " + found
                + " sequences of " + plan.length() + " tokens, but " + wanted
                + (toCalibrate > 0 ? " and " + toCalibrate + " to calibrate (corpus.calibration.sequences)" : "")
                + " are asked for; " + remedy);
    }

    /** The sequences that are scored, in order, from the first. Which documents they come from is counted in the whole corpus. */
    public Iterator<TokenSequence> scored() {
        if (plan.sequences().isPresent()) {
            return Collections.unmodifiableList(kept).iterator();
        }
        TokenDocuments pass = documents(plan.path());
        passes.add(pass);
        var sequences = new Sequences(pass, rule);
        if (plan.calibration().path().isEmpty()) {
            for (int i = 0; i < calibration.size() && sequences.hasNext(); i++) {
                sequences.next();
            }
        }
        return sequences;
    }

    /** The sequences that calibrate, in order; none of them is scored. */
    public List<TokenSequence> calibration() {
        return Collections.unmodifiableList(calibration);
    }

    /** The token between packed documents, with which sequences start unless the config says never; empty if there is none. */
    public OptionalInt bos() {
        return beginning.bos();
    }

    /** What a user should know of the tokens, a sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(beginning.notes());
        notes.addAll(tokenization.notes());
        spelled.note(tokenization).ifPresent(notes::add);
        return notes;
    }

    /** How many sequences will be scored; −1 if only reading them all would tell. */
    public int size() {
        return plan.sequences().isPresent() ? kept.size() : -1;
    }

    /**
     * SHA-256 of each file that was read, by name ({@code text.jsonl}, {@code folder/a.txt}, {@code tokenizer.json}), so that
     * the same files give the same digests wherever they lie. Reads the files on the first call.
     */
    public Map<String, String> digests() {
        if (digests == null) {
            Map<String, String> found = new TreeMap<>();
            Digests.add(plan.path(), plan.reader().provider(), found);
            plan.calibration()
                    .path()
                    .ifPresent(path -> Digests.add(path, plan.reader().provider(), found));
            tokenization.used().ifPresent(file -> Digests.add(file, String.valueOf(file.getFileName()), found));
            digests = Collections.unmodifiableMap(found);
        }
        return digests;
    }

    /** Text of a token, for reports; {@code <id>} if there is no tokenizer. May be asked from several threads. */
    public String text(int token) {
        return tokenization.text(token);
    }

    @Override
    public void close() {
        passes.forEach(TokenDocuments::close);
        tokenization.close();
    }
}
