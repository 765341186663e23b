package org.noisefloor.testkit;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;

/**
 * What the host would tell a plugin. Immutable.
 *
 * <p>{@code TestContext.ofWidth(8)} is a site of that width; {@code TestContext.builder().shape(2, 16).vocabulary(50).build()} says
 * more, and leaves the rest as it is where nothing depends on it.
 */
public final class TestContext implements RunContext {
    private final Builder made;

    private TestContext(Builder made) {
        this.made = made;
    }

    /** A site of a width, and nothing else that a plugin would care for. */
    public static TestContext ofWidth(int width) {
        return builder().width(width).build();
    }

    public static TestContext of(Site site) {
        return builder().site(site).build();
    }

    /**
     * Starts with an entry {@code test} at {@code blocks.0.hook_resid_post} of width 8, two sequences of six tokens, 2,051 entries in
     * the vocabulary of an unknown model, no tokenizer, one thread, and the cache in {@code target/cache}.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Takes what differs from that. */
    public static final class Builder {
        private String name = "test";
        private int threads = 1;
        private Path cache = Path.of("target", "cache");
        private Site site = at(8);
        private BatchShape shape = BatchShape.of(2, 6);
        private int vocabulary = 2_051;
        private @Nullable ModelInfo model;
        private IntFunction<String> texts = token -> "<" + token + ">";

        private Builder() {}

        private Builder(Builder other) {
            this.name = other.name;
            this.threads = other.threads;
            this.cache = other.cache;
            this.site = other.site;
            this.shape = other.shape;
            this.vocabulary = other.vocabulary;
            this.model = other.model;
            this.texts = other.texts;
        }

        private static Site at(int width) {
            return Site.of("blocks.0.hook_resid_post", "blocks.0", width);
        }

        /** What the entry is called in the config. */
        public Builder name(String entry) {
            this.name = entry;
            return this;
        }

        public Builder threads(int atMost) {
            this.threads = atMost;
            return this;
        }

        public Builder cache(Path folder) {
            this.cache = folder;
            return this;
        }

        public Builder site(Site where) {
            this.site = where;
            return this;
        }

        /** Another width of the same site. */
        public Builder width(int ofSite) {
            return site(at(ofSite));
        }

        public Builder shape(int sequences, int length) {
            this.shape = BatchShape.of(sequences, length);
            return this;
        }

        /** V, the entries in use. */
        public Builder vocabulary(int entries) {
            this.vocabulary = entries;
            return this;
        }

        /** The original model; an unknown one of V entries where none is given. */
        public Builder model(ModelInfo original) {
            this.model = original;
            return this;
        }

        /** The tokens as text. */
        public Builder texts(IntFunction<String> textOfToken) {
            this.texts = textOfToken;
            return this;
        }

        public TestContext build() {
            Builder made = new Builder(this);
            if (made.model == null) {
                made.model = ModelInfo.of("unknown", vocabulary).build();
            }
            return new TestContext(made);
        }
    }

    @Override
    public String name() {
        return made.name;
    }

    @Override
    public int threads() {
        return made.threads;
    }

    @Override
    public Path cache() {
        return made.cache;
    }

    @Override
    public String hostVersion() {
        return "0.0.0-test";
    }

    @Override
    public ModelInfo model() {
        return Objects.requireNonNull(made.model);
    }

    @Override
    public Site site() {
        return made.site;
    }

    @Override
    public BatchShape shape() {
        return made.shape;
    }

    @Override
    public int vocabulary() {
        return made.vocabulary;
    }

    @Override
    public String text(int token) {
        return made.texts.apply(token);
    }
}
