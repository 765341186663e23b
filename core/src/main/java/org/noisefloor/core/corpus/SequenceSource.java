package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.files.text.PlainNumbers;

/**
 * The token sequences of a run: those that are scored, and those that calibrate and are never scored.
 *
 * <p>Both are spread over the whole corpus, and no document gives both, save where there is one document alone. With a number of
 * sequences given they are read when the source is opened, and kept. Without one the documents that do not calibrate are scored, all of
 * them, and read anew by each {@link #scored()}, so that memory does not grow with the corpus. Where the config says so, they are the
 * first ones of the corpus instead, whatever document they are of, and the calibration sequences those behind them.
 */
public final class SequenceSource implements AutoCloseable {
    private final Plan.Corpus plan;
    private final CorpusPath corpus;
    private final HostContext context;
    private final Tokenization tokenization;
    private final Beginning beginning;
    private final Sequences.Rule rule;
    private final Spelled spelled = new Spelled();
    private final Characters characters = new Characters();
    private final List<TokenSequence> calibration = new ArrayList<>();
    private final List<TokenSequence> kept = new ArrayList<>();
    private final List<TokenDocuments> passes = new ArrayList<>();
    private final long seed;
    /** Documents of the scored corpus that calibrate, and so are not scored. */
    private final BitSet calibrating = new BitSet();
    /** Documents of the scored corpus. */
    private int count;

    private @Nullable Map<String, String> digests;

    /**
     * Opens the corpus for a model and reads it once from end to end, so that what is wrong with it is told now; then what is needed to
     * know that the run will have its sequences: the scored ones if their number is given, the calibration ones, and else the first one.
     *
     * @param seed of what is taken from it
     * @param context its cache is where the tokenizer's native library is unpacked
     * @throws UserError if the corpus does not fit the model or has too few sequences, in one sentence
     */
    public static SequenceSource open(Plan.Corpus plan, ModelInfo model, long seed, HostContext context) {
        fits(plan, model);
        var tokenization = new Tokenization(plan, model, context.cache());
        SequenceSource source;
        try {
            source = new SequenceSource(plan, seed, context, tokenization, Beginning.of(plan, model));
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

    private SequenceSource(
            Plan.Corpus plan, long seed, HostContext context, Tokenization tokenization, Beginning beginning) {
        this.plan = plan;
        this.corpus = CorpusPath.scored(plan);
        this.seed = seed;
        this.context = context;
        this.tokenization = tokenization;
        this.beginning = beginning;
        this.rule = new Sequences.Rule(plan.packing(), plan.length(), beginning.front(), beginning.prepended());
    }

    private static void fits(Plan.Corpus plan, ModelInfo model) {
        if (model.length().orElse(plan.length()) != plan.length()) {
            int only = model.length().getAsInt();
            throw new UserError(plan.places().of("length") + ": corpus.length is " + plan.length()
                    + ", but the model was exported for sequences of exactly " + only + " tokens; set corpus.length: "
                    + only + ", or export it with dynamic axes");
        }
        if (model.context().isPresent() && plan.length() > model.context().getAsInt()) {
            throw new UserError(plan.places().of("length") + ": corpus.length is " + plan.length()
                    + ", but the model's context is " + model.context().getAsInt() + " tokens; take at most that many");
        }
    }

    private void read() {
        Mistakes mistakes = new Mistakes();
        mistakes.tried(() -> deal(), false);
        Optional<Path> other =
                plan.calibration().path().filter(path -> plan.calibration().sequences() > 0);
        mistakes.tried(() -> other.map(this::calibrateFrom), Optional.empty());
        mistakes.throwIfAny();
    }

    private boolean deal() {
        count = counted(corpus);
        Dealing dealing = dealing(corpus, count);
        var asked = new Dealing.Numbers(
                plan.sequences(),
                plan.calibration().path().isEmpty() ? plan.calibration().sequences() : 0);
        Dealing.Dealt dealt = dealing.deal(asked);
        if (!dealt.enough()) {
            throw tooFew(dealing, asked, dealt);
        }
        kept.addAll(dealt.scored());
        calibration.addAll(dealt.calibration());
        calibrating.or(dealt.calibrating());
        return true;
    }

    private Dealing dealing(CorpusPath from, int documents) {
        return new Dealing(plan.taking(), plan.shuffled(), documents, seed, rule, wanted -> documents(from, wanted));
    }

    /** How many documents there are; all of them are looked through. */
    private int counted(CorpusPath from) {
        try (TokenDocuments all = documents(from, any -> true)) {
            all.count();
            spelled.add(all);
            characters.add(all.characters());
            if (all.documentCount() == 0) {
                throw nothing(from, all);
            }
            return all.documentCount();
        }
    }

    private TokenDocuments documents(CorpusPath from, IntPredicate wanted) {
        return new TokenDocuments(from, plan.reader(), tokenization, context, wanted);
    }

    private boolean calibrateFrom(Path path) {
        CorpusPath from = CorpusPath.calibrating(plan, path);
        int wanted = plan.calibration().sequences();
        // to take some of a corpus is to score them and to calibrate with none of the others
        var asked = new Dealing.Numbers(OptionalInt.of(wanted), 0);
        Dealing.Dealt dealt = dealing(from, counted(from)).deal(asked);
        if (!dealt.enough()) {
            if (dealt.scored().isEmpty()) {
                throw nothing(from);
            }
            throw new UserError(plan.places().of("calibration.sequences") + ": corpus.calibration.sequences is "
                    + wanted + ", but "
                    + path + " gives " + PlainNumbers.counted(dealt.scored().size(), "sequence") + " of "
                    + plan.length() + " tokens; ask for at most that many");
        }
        calibration.addAll(dealt.scored());
        return true;
    }

    /** Why there is no sequence at all. */
    private UserError nothing(CorpusPath from) {
        try (TokenDocuments documents = documents(from, all -> true)) {
            new Sequences(documents, rule).forEachRemaining(none -> {});
            return nothing(from, documents);
        }
    }

    private UserError nothing(CorpusPath from, TokenDocuments documents) {
        if (documents.documentCount() == 0) {
            return from.told(new UserError(from.path() + " has no document"));
        }
        if (documents.tokenCount() == 0) {
            return from.told(new UserError(from.path() + " has "
                    + PlainNumbers.counted(documents.documentCount(), "document") + " without a single token"));
        }
        return from.told(new UserError(from.path() + " has only "
                + PlainNumbers.counted(documents.tokenCount(), "token") + " in "
                + PlainNumbers.counted(documents.documentCount(), "document") + ", not enough for one sequence of "
                + plan.length() + " (corpus.length)"));
    }

    private UserError tooFew(Dealing dealing, Dealing.Numbers asked, Dealing.Dealt dealt) {
        int found = 0;
        try (TokenDocuments documents = documents(corpus, all -> true)) {
            for (var all = new Sequences(documents, rule); all.hasNext(); all.next()) {
                found++;
            }
        }
        if (found == 0) {
            return nothing(corpus);
        }
        String wanted =
                plan.sequences().isPresent() ? plan.sequences().getAsInt() + " to score" : "all the others to score";
        String others = plan.taking() == Plan.Taking.SPREAD && count > 1 ? " of other documents" : "";
        String remedy = dealing.nearest(asked, dealt)
                .map(fewer -> remedy(asked, fewer))
                .orElse("give more text, or take a smaller corpus.length");
        return new UserError(plan.places().of("sequences") + ": " + plan.path() + " gives "
                + PlainNumbers.counted(found, "sequence") + " of " + plan.length() + " tokens in "
                + PlainNumbers.counted(count, "document") + ", but " + wanted
                + (asked.calibrating() > 0
                        ? " and " + asked.calibrating() + others + " to calibrate (corpus.calibration.sequences)"
                        : "")
                + " are asked for; " + remedy);
    }

    private static String remedy(Dealing.Numbers asked, Dealing.Numbers fewer) {
        List<String> keys = new ArrayList<>();
        if (!fewer.scored().equals(asked.scored())) {
            keys.add("corpus.sequences: " + fewer.scored().getAsInt());
        }
        if (fewer.calibrating() != asked.calibrating()) {
            keys.add("corpus.calibration.sequences: " + fewer.calibrating());
        }
        return String.join(" and ", keys) + " would do";
    }

    /** The sequences that are scored, in order, from the first. Which documents they come from is counted in the whole corpus. */
    public Iterator<TokenSequence> scored() {
        if (plan.sequences().isPresent()) {
            return Collections.unmodifiableList(kept).iterator();
        }
        var sequences = new Sequences(pass(), rule);
        if (calibrating.isEmpty() && plan.calibration().path().isEmpty()) {
            for (int i = 0; i < calibration.size() && sequences.hasNext(); i++) {
                sequences.next();
            }
        }
        return sequences;
    }

    /** Over the documents that do not calibrate. */
    private TokenDocuments pass() {
        TokenDocuments pass = documents(corpus, document -> !calibrating.get(document));
        passes.add(pass);
        return pass;
    }

    /** The sequences that calibrate, in order; none of them is scored. */
    public List<TokenSequence> calibration() {
        return Collections.unmodifiableList(calibration);
    }

    /** The documents that the calibration sequences belong to, as their places in the order of their corpus. */
    public Set<Integer> calibrationDocuments() {
        return calibration.stream().map(TokenSequence::owner).collect(Collectors.toSet());
    }

    /** The token between packed documents, with which sequences start unless the config says never; empty if there is none. */
    public OptionalInt bos() {
        return beginning.bos();
    }

    /** The same with the special tokens that stand before it, where there are several. */
    public List<Integer> front() {
        return beginning.front();
    }

    /** What a user should know of the tokens, a sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>(beginning.notes());
        notes.addAll(tokenization.notes());
        spelled.note(tokenization).ifPresent(notes::add);
        characters.note().ifPresent(notes::add);
        if (count == 1 && !calibration.isEmpty() && plan.calibration().path().isEmpty()) {
            notes.add(
                    "the corpus has one document, so the sequences that calibrate are of the document that is scored");
        }
        if (count == 1 && plan.reader().provider() instanceof TextReader) {
            notes.add(plan.path() + " is one document, so no figure will have an interval; if several stand in it,"
                    + " corpus.separator says which line is between them");
        }
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
