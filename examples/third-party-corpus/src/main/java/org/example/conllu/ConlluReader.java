package org.example.conllu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;

/**
 * Reads the raw text of treebanks in CoNLL-U: the {@code # text = …} of each sentence. A document goes from one {@code # newdoc} to the
 * next; a file without one is one document. Source: the format's description at universaldependencies.org.
 */
public final class ConlluReader implements CorpusReader<NoOptions> {
    @Override
    public String id() {
        return "conllu";
    }

    @Override
    public String summary() {
        return "sentences of treebanks in CoNLL-U";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public boolean accepts(Path path) {
        return path.toString().endsWith(".conllu");
    }

    @Override
    public Stream<Document> read(Path path, NoOptions options, Context context) {
        try {
            BufferedReader lines = Files.newBufferedReader(path);
            Spliterator<Document> documents =
                    Spliterators.spliteratorUnknownSize(new Documents(path, lines), Spliterator.ORDERED);
            return StreamSupport.stream(documents, false).onClose(() -> close(lines));
        } catch (IOException unreadable) {
            throw new UserError(path + " cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static void close(BufferedReader lines) {
        try {
            lines.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
