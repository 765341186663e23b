package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.plugins.HostContext;

/** One pass over the documents of a corpus, or some of them, as token ids. */
final class TokenDocuments implements Iterator<TokenDocuments.Tokens>, AutoCloseable {
    /**
     * The tokens of a document.
     *
     * @param document its place in the order of the corpus, from 0
     */
    record Tokens(int document, int[] ids) {}

    private final Stream<Document> stream;
    private final Iterator<Document> documents;
    private final Tokenization tokenization;
    private final IntPredicate wanted;
    private @Nullable Document next;
    private int documentCount;
    private long tokenCount;
    private final Map<Integer, Long> spelled = new TreeMap<>();
    private final Characters characters = new Characters();
    private final CorpusPath corpus;

    /**
     * @param wanted documents by their place; others are read, and not made tokens
     * @throws UserError with the line of the config that names the corpus, as all that reading it throws
     */
    TokenDocuments(
            CorpusPath corpus,
            Chosen<CorpusReader<?>> reader,
            Tokenization tokenization,
            HostContext context,
            IntPredicate wanted) {
        this.corpus = corpus;
        this.stream =
                told(() -> read(reader.provider(), corpus.path(), reader.options(), context.named(reader.name())));
        this.documents = told(stream::iterator);
        this.tokenization = tokenization;
        this.wanted = wanted;
    }

    private static <O extends Record> Stream<Document> read(
            CorpusReader<O> reader, Path path, Record options, HostContext context) {
        return reader.read(path, reader.options().cast(options), context);
    }

    private <T> T told(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UserError mistake) {
            throw corpus.told(mistake);
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null && told(documents::hasNext)) {
            Document document = told(this::nextDocument);
            next = wanted.test(documentCount++) ? document : null;
        }
        if (next == null) {
            stream.close();
        }
        return next != null;
    }

    @Override
    public Tokens next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        return new Tokens(documentCount - 1, tokens(document));
    }

    /** Looked through even if it is not wanted: whatever is wrong with a corpus is told before anything is computed. */
    private Document nextDocument() {
        Document document = documents.next();
        if (document instanceof Document.Text text) {
            characters.look(text);
        } else {
            tokenization.check((Document.Tokens) document);
        }
        return document;
    }

    private int[] tokens(Document document) {
        tokenization.prepare(document);
        int[] tokens = told(() -> tokenization.tokens(document));
        tokenCount += tokens.length;
        if (document instanceof Document.Text) {
            for (int token : tokens) {
                if (tokenization.special().containsKey(token)) {
                    spelled.merge(token, 1L, Long::sum);
                }
            }
        }
        return tokens;
    }

    /** Reads all documents that are left; only texts in which a special token is spelled out are made tokens. */
    void count() {
        while (hasNext()) {
            if (next instanceof Document.Text text && tokenization.spellsOut(text)) {
                tokens(text);
            }
            next = null;
        }
    }

    /** Special tokens that texts so far spelled out, and how often. */
    Map<Integer, Long> spelled() {
        return Collections.unmodifiableMap(spelled);
    }

    /** Those of texts so far that are none of a text. */
    Characters characters() {
        return characters;
    }

    /** Documents so far, empty ones too. */
    int documentCount() {
        return documentCount;
    }

    /** Tokens so far. */
    long tokenCount() {
        return tokenCount;
    }

    @Override
    public void close() {
        stream.close();
    }
}
