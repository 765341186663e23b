package org.noisefloor.api;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads documents from a file or folder. */
public non-sealed interface CorpusReader<O extends Record> extends Provider<O> {

    /** Whether this reader is the one for a path that the config gives without naming a reader, judged by its name. */
    boolean accepts(Path path);

    /**
     * Reads the documents lazily, in order; the caller closes the stream.
     *
     * @throws UserError from this call or while streaming, with file and line, for input that is malformed
     */
    Stream<Document> read(Path path, O options);

    /**
     * Text, or the tokens of a text that was tokenised before: exactly one of the two.
     *
     * @param place file and line, for error messages
     */
    record Document(String place, Optional<String> text, Optional<int[]> tokens) {}
}
