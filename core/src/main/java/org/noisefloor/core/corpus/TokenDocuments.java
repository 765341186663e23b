package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.plugins.HostContext;

/** One pass over the documents of a corpus, as token ids. */
final class TokenDocuments implements Iterator<int[]>, AutoCloseable {
    private final Stream<Document> stream;
    private final Iterator<Document> documents;
    private final Tokenization tokenization;
    private long documentCount;
    private long tokenCount;
    private final Map<Integer, Long> spelled = new TreeMap<>();

    TokenDocuments(Path path, Chosen<CorpusReader<?>> reader, Tokenization tokenization, HostContext context) {
        this.stream = read(reader.provider(), path, reader.options(), context.named(reader.name()));
        this.documents = stream.iterator();
        this.tokenization = tokenization;
    }

    private static <O extends Record> Stream<Document> read(
            CorpusReader<O> reader, Path path, Record options, HostContext context) {
        return reader.read(path, reader.options().cast(options), context);
    }

    @Override
    public boolean hasNext() {
        boolean more = documents.hasNext();
        if (!more) {
            stream.close();
        }
        return more;
    }

    @Override
    public int[] next() {
        return tokens(documents.next());
    }

    private int[] tokens(Document document) {
        int[] tokens = tokenization.tokens(document);
        documentCount++;
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
            Document document = documents.next();
            if (document instanceof Document.Text text && tokenization.spellsOut(text.text())) {
                tokens(document);
            } else {
                documentCount++;
            }
        }
    }

    /** Special tokens that texts so far spelled out, and how often. */
    Map<Integer, Long> spelled() {
        return Collections.unmodifiableMap(spelled);
    }

    /** Documents so far, empty ones too. */
    long documentCount() {
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
