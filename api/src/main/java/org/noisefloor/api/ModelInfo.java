package org.noisefloor.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What is known of an opened model; immutable. */
public final class ModelInfo {
    private final String architecture;
    private final int vocabulary;
    private final Optional<String> name;
    private final OptionalInt embeddings;
    private final OptionalInt context;
    private final OptionalInt length;
    private final OptionalInt sequences;
    private final Optional<String> mixing;
    private final OptionalInt bos;
    private final Map<String, Integer> special;
    private final Optional<Path> tokenizer;
    private final Supplier<Map<String, String>> digests;
    private final Map<String, String> engine;
    private final List<String> notes;

    private ModelInfo(Builder made) {
        this.architecture = made.architecture;
        this.vocabulary = made.vocabulary;
        this.name = made.name;
        this.embeddings = made.embeddings;
        this.context = made.context;
        this.length = made.length;
        this.sequences = made.sequences;
        this.mixing = made.mixing;
        this.bos = made.bos;
        this.special = Map.copyOf(made.special);
        this.tokenizer = made.tokenizer;
        this.digests = made.digests;
        this.engine = Map.copyOf(made.engine);
        this.notes = List.copyOf(made.notes);
    }

    /**
     * Starts with what every model has.
     *
     * @param architecture as the model names it, for instance {@code gpt2} or {@code llama}; {@code unknown} if it does not say
     * @param vocabulary entries of one logit vector, at least 1
     */
    public static Builder of(String architecture, int vocabulary) {
        if (vocabulary < 1) {
            throw new IllegalArgumentException("a model with " + vocabulary + " output entries");
        }
        return new Builder(architecture, vocabulary);
    }

    /** As the model names it, for instance {@code gpt2} or {@code llama}; {@code unknown} if it does not say. */
    public String architecture() {
        return architecture;
    }

    /** What it is called where it is published ({@code google/gemma-2-2b}); empty if its files do not say. */
    public Optional<String> name() {
        return name;
    }

    /** Entries of one logit vector. */
    public int vocabulary() {
        return vocabulary;
    }

    /**
     * How many token ids have an embedding; empty if the backend does not say. Where that is less than {@link #vocabulary}, the last
     * entries of a logit vector belong to no token.
     */
    public OptionalInt embeddings() {
        return embeddings;
    }

    /** The longest sequence in tokens; empty if the model does not say. */
    public OptionalInt context() {
        return context;
    }

    /**
     * The one length of sequences that it takes, padding included; empty for any up to its context.
     *
     * @since 2.1
     */
    public OptionalInt length() {
        return length;
    }

    /**
     * How many sequences it takes in one pass; empty for any number. A backend that says so implements
     * {@link org.noisefloor.api.backend.CutModel#runAlone}, which is then the only way to run a larger batch.
     *
     * @since 2.1
     */
    public OptionalInt sequences() {
        return sequences;
    }

    /**
     * What in the model lets padding, or the other sequences of a batch, change a sequence's logits, as far as the backend knows; a
     * clause behind "since" ({@code DynamicQuantizeLinear takes one scale over the whole batch}). Such a model is run one sequence at a
     * time. Where this is empty, the host finds out by running.
     *
     * @since 2.1
     */
    public Optional<String> mixing() {
        return mixing;
    }

    /** Id of the beginning-of-sequence token that sequences should start with; empty if the model has none. */
    public OptionalInt bos() {
        return bos;
    }

    /** Ids of the tokens that are neither intervened on nor scored, by role ({@code bos}, {@code eos}, {@code pad}). */
    public Map<String, Integer> special() {
        return special;
    }

    /** The {@code tokenizer.json} that belongs to the model. */
    public Optional<Path> tokenizer() {
        return tokenizer;
    }

    /** SHA-256 in hexadecimal of each file that was read or will be, by file name. The first call may read them. */
    public Map<String, String> digests() {
        return Map.copyOf(digests.get());
    }

    /**
     * Version and settings of the engine that computes it, where those are not its defaults; for provenance.
     *
     * @since 2.1
     */
    public Map<String, String> engine() {
        return engine;
    }

    /** Findings that a user should know, a sentence each without a full stop. */
    public List<String> notes() {
        return notes;
    }

    /** Takes what a backend knows beyond architecture and vocabulary. */
    public static final class Builder {
        private final String architecture;
        private final int vocabulary;
        private Optional<String> name = Optional.empty();
        private OptionalInt embeddings = OptionalInt.empty();
        private OptionalInt context = OptionalInt.empty();
        private OptionalInt length = OptionalInt.empty();
        private OptionalInt sequences = OptionalInt.empty();
        private Optional<String> mixing = Optional.empty();
        private OptionalInt bos = OptionalInt.empty();
        private Map<String, Integer> special = Map.of();
        private Optional<Path> tokenizer = Optional.empty();
        private Supplier<Map<String, String>> digests = Map::of;
        private Map<String, String> engine = Map.of();
        private List<String> notes = List.of();

        private Builder(String architecture, int vocabulary) {
            this.architecture = architecture;
            this.vocabulary = vocabulary;
        }

        public Builder name(Optional<String> published) {
            this.name = published;
            return this;
        }

        public Builder embeddings(OptionalInt tokens) {
            this.embeddings = tokens;
            return this;
        }

        public Builder context(OptionalInt tokens) {
            this.context = tokens;
            return this;
        }

        /** @since 2.1 */
        public Builder length(OptionalInt tokens) {
            this.length = tokens;
            return this;
        }

        /** @since 2.1 */
        public Builder sequences(OptionalInt inOnePass) {
            this.sequences = inOnePass;
            return this;
        }

        /** @since 2.1 */
        public Builder mixing(Optional<String> clause) {
            this.mixing = clause;
            return this;
        }

        public Builder bos(OptionalInt id) {
            this.bos = id;
            return this;
        }

        public Builder special(Map<String, Integer> idsByRole) {
            this.special = idsByRole;
            return this;
        }

        public Builder tokenizer(Optional<Path> file) {
            this.tokenizer = file;
            return this;
        }

        public Builder digests(Map<String, String> sha256ByFile) {
            Map<String, String> known = Map.copyOf(sha256ByFile);
            this.digests = () -> known;
            return this;
        }

        /**
         * For large files that are not read when the model is opened.
         *
         * @param sha256ByFile gives the same at every call, and so should keep what it found
         * @since 2.1
         */
        public Builder digests(Supplier<Map<String, String>> sha256ByFile) {
            this.digests = sha256ByFile;
            return this;
        }

        /** @since 2.1 */
        public Builder engine(Map<String, String> settings) {
            this.engine = settings;
            return this;
        }

        public Builder notes(List<String> sentences) {
            this.notes = sentences;
            return this;
        }

        public ModelInfo build() {
            return new ModelInfo(this);
        }
    }
}
