package org.noisefloor.core.corpus;

import java.nio.file.Path;
import java.util.Iterator;
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
        int[] tokens = tokenization.tokens(documents.next());
        documentCount++;
        tokenCount += tokens.length;
        return tokens;
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
