package org.example.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;

/** Reads files of lines, a document each: a name, a separator, the text. Replace this by the format that yours reads. */
public final class SamplePlugin implements CorpusReader<SamplePlugin.Options> {

    public record Options(@Option(doc = "what stands between name and text", orElse = "|") String separator) {}

    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "lines of a name, a separator and a text";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public boolean accepts(Path path) {
        return path.toString().endsWith(".lines");
    }

    @Override
    public Stream<Document> read(Path path, Options options, Context context) {
        AtomicInteger line = new AtomicInteger();
        try {
            return Files.lines(path)
                    .map(text -> document(path + ":" + line.incrementAndGet(), text, options.separator()));
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UserError(path + " cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static Document document(String place, String line, String separator) {
        int at = line.indexOf(separator);
        if (at < 0) {
            throw new UserError(place + ": expected a name, '" + separator + "' and a text, found '" + line + "'");
        }
        return Document.text(place, line.substring(at + separator.length()));
    }
}
