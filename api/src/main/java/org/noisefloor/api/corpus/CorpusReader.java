package org.noisefloor.api.corpus;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.Provider;

/** Reads documents from a file or folder. */
public interface CorpusReader<O extends Record> extends Provider<O> {

    /** Whether this reader is the one for a path that the config gives without naming a reader, judged by its name. */
    boolean accepts(Path path);

    /**
     * Reads the documents lazily, in order; the caller closes the stream. May be called several times in a run, and must then give
     * the same documents.
     *
     * @throws org.noisefloor.api.UserError from this call or while streaming, with file and line, for input that is malformed
     */
    Stream<Document> read(Path path, O options, Context context);
}
