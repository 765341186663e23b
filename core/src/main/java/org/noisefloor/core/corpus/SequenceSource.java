package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
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
    private static final double LARGEST_SHARE = 0.2;
    private static final int FEW_DOCUMENTS = 8;
    private static final int FEW_PARTS = 4;

    private final Plan.Corpus plan;
    private final HostContext context;
    private final Tokenization tokenization;
    private final Beginning beginning;
    private final Sequences.Rule rule;
    private final Spelled spelled = new Spelled();
    private final List<TokenSequence> calibration = new ArrayList<>();
    private final List<TokenSequence> kept = new ArrayList<>();
    private final List<TokenDocuments> passes = new ArrayList<>();
    private final long seed;
    /** Documents of the scored corpus that calibrate, and so are not scored. */
    private final BitSet calibrating = new BitSet();
    /** Documents of the scored corpus, once they were counted. */
    private int count;

    private @Nullable Map<String, String> digests;

    /**
     * Opens the corpus for a model and reads what is needed to know that the run will have its sequences: the scored ones if
     * their number is given, the calibration ones, and else the first one.
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
        if (plan.taking() == Plan.Taking.SPREAD) {
            count = counted(plan.path());
        }
        boolean givesBoth = count == 1 && toCalibrate() > 0;
        if (plan.taking() == Plan.Taking.FIRST || (givesBoth && plan.sequences().isEmpty())) {
            readFirst();
        } else {
            if (givesBoth) {
                spreadOverOne(plan.sequences().orElseThrow());
            } else {
                spreadOverDocuments();
            }
            requireEnough();
        }
        plan.calibration()
                .path()
                .filter(path -> plan.calibration().sequences() > 0)
                .ifPresent(this::calibrateFrom);
    }

    /** How many sequences of the scored corpus calibrate. */
    private int toCalibrate() {
        return plan.calibration().path().isEmpty() ? plan.calibration().sequences() : 0;
    }

    /** One after the other, from the beginning. */
    private void readFirst() {
        try (TokenDocuments documents = documents(plan.path(), all -> true)) {
            var sequences = new Sequences(documents, rule);
            if (!sequences.hasNext()) {
                throw nothing(plan.path(), documents);
            }
            if (plan.sequences().isPresent()) {
                take(sequences, plan.sequences().getAsInt(), kept);
            }
            take(sequences, toCalibrate(), calibration);
            boolean enough = plan.sequences().isPresent()
                    ? kept.size() == plan.sequences().getAsInt() && calibration.size() == toCalibrate()
                    : sequences.hasNext();
            if (!enough) {
                throw tooFew(kept.size() + calibration.size());
            }
            if (plan.sequences().isPresent() && plan.taking() == Plan.Taking.FIRST) {
                spelled.add(documents);
            }
        }
        if (plan.sequences().isEmpty() && plan.taking() == Plan.Taking.FIRST) {
            counted(plan.path());
        }
    }

    private static void take(Iterator<TokenSequence> from, int count, List<TokenSequence> to) {
        while (to.size() < count && from.hasNext()) {
            to.add(from.next());
        }
    }

    /** Of the one document that there is. */
    private void spreadOverOne(int wanted) {
        List<TokenSequence> all = spread(plan.path())
                .take(wanted + toCalibrate(), Spread.shuffled(count, seed), 1)
                .sequences();
        kept.addAll(all.subList(0, Math.min(all.size(), wanted)));
        calibration.addAll(all.subList(kept.size(), all.size()));
    }

    /** No document gives both kinds. */
    private void spreadOverDocuments() {
        List<Integer> order = Spread.shuffled(count, seed);
        if (toCalibrate() > 0) {
            int most = documentsToCalibrate(toCalibrate());
            List<Integer> last = new ArrayList<>(order);
            Collections.reverse(last);
            Spread.Taken taken = spread(plan.path())
                    .take(
                            toCalibrate(),
                            last.subList(0, plan.sequences().isPresent() ? most : count - 1),
                            Math.min(most, toCalibrate()));
            calibration.addAll(taken.sequences());
            calibrating.or(taken.read());
            order.removeIf(taken.read()::get);
        }
        plan.sequences()
                .ifPresent(wanted -> kept.addAll(
                        spread(plan.path()).take(wanted, order, wanted).sequences()));
    }

    private void requireEnough() {
        boolean enough = plan.sequences().isPresent()
                ? kept.size() == plan.sequences().getAsInt()
                : new Sequences(pass(), rule).hasNext();
        if (enough && calibration.size() >= toCalibrate()) {
            return;
        }
        try (TokenDocuments documents = documents(plan.path(), all -> true)) {
            int found = 0;
            for (var all = new Sequences(documents, rule); all.hasNext(); all.next()) {
                found++;
            }
            throw found == 0 ? nothing(plan.path(), documents) : tooFew(found);
        }
    }

    /**
     * As large a share of the documents as of the sequences, but of no few: a floor should not be that of one text. Where all of the
     * corpus is scored, a fifth at most.
     */
    private int documentsToCalibrate(int sequences) {
        double share = plan.sequences().isPresent()
                ? (double) sequences / (sequences + plan.sequences().getAsInt())
                : LARGEST_SHARE;
        long documents = Math.max(Math.round(count * share), Math.min(FEW_DOCUMENTS, count / FEW_PARTS));
        return (int) Math.max(1, Math.min(documents, count - 1));
    }

    private Spread spread(Path path) {
        return new Spread(seed, some -> documents(path, some::get), rule);
    }

    /** How many documents there are. */
    private int counted(Path path) {
        try (TokenDocuments all = documents(path, any -> true)) {
            all.count();
            spelled.add(all);
            if (all.documentCount() == 0) {
                throw nothing(path, all);
            }
            return all.documentCount();
        }
    }

    private TokenDocuments documents(Path path, IntPredicate wanted) {
        return new TokenDocuments(path, plan.reader(), tokenization, context, wanted);
    }

    private void calibrateFrom(Path path) {
        int wanted = plan.calibration().sequences();
        if (plan.taking() == Plan.Taking.FIRST) {
            try (TokenDocuments documents = documents(path, all -> true)) {
                var sequences = new Sequences(documents, rule);
                if (!sequences.hasNext()) {
                    throw nothing(path, documents);
                }
                take(sequences, wanted, calibration);
                spelled.add(documents);
            }
        } else {
            calibration.addAll(spread(path)
                    .take(wanted, Spread.shuffled(counted(path), seed), wanted)
                    .sequences());
        }
        if (calibration.size() < wanted) {
            throw new UserError(
                    plan.places().of("calibration.sequences") + ": corpus.calibration.sequences is " + wanted + ", but "
                            + path.getFileName() + " gives "
                            + PlainNumbers.counted(calibration.size(), "sequence") + " of " + plan.length()
                            + " tokens; ask for at most that many");
        }
    }

    private UserError nothing(Path path, TokenDocuments documents) {
        String name = plan.places().of("path") + ": the corpus " + path.getFileName();
        if (documents.documentCount() == 0) {
            return new UserError(name + " has no document");
        }
        if (documents.tokenCount() == 0) {
            return new UserError(name + " has " + PlainNumbers.counted(documents.documentCount(), "document")
                    + " without a single token");
        }
        return new UserError(name + " has only " + PlainNumbers.counted(documents.tokenCount(), "token") + " in "
                + PlainNumbers.counted(documents.documentCount(), "document") + ", not enough for one sequence of "
                + plan.length() + " (corpus.length)");
    }

    private UserError tooFew(int found) {
        int toCalibrate = toCalibrate();
        String wanted =
                plan.sequences().isPresent() ? plan.sequences().getAsInt() + " to score" : "all the others to score";
        String remedy = found > toCalibrate && plan.sequences().isPresent()
                ? "corpus.sequences: " + (found - toCalibrate) + " would do"
                : "ask for fewer, or for a smaller corpus.length";
        return new UserError(plan.places().of("sequences") + ": the corpus "
                + plan.path().getFileName() + " gives " + PlainNumbers.counted(found, "sequence")
                + " of " + plan.length() + " tokens, but " + wanted
                + (toCalibrate > 0 ? " and " + toCalibrate + " to calibrate (corpus.calibration.sequences)" : "")
                + " are asked for; " + remedy);
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
        TokenDocuments pass = documents(plan.path(), document -> !calibrating.get(document));
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
        if (count == 1 && !calibration.isEmpty() && plan.calibration().path().isEmpty()) {
            notes.add(
                    "the corpus has one document, so the sequences that calibrate are of the document that is scored");
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
