package org.noisefloor.core.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.core.config.Utf8;

/** A {@code .txt} file as one document, or the {@code .txt} files of a folder in the order of their names. */
public final class TextReader implements CorpusReader<NoOptions> {

    @Override
    public String id() {
        return "text";
    }

    @Override
    public String summary() {
        return "a .txt file as one document, or a folder of them in name order";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public boolean accepts(Path path) {
        return Files.isDirectory(path) || named(path).toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    @Override
    public Stream<Document> read(Path path, NoOptions options, Context context) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path).map(TextReader::document);
        }
        List<Path> files;
        try (Stream<Path> inside = Files.list(path)) {
            files = inside.filter(file -> Files.isRegularFile(file)
                            && named(file).toLowerCase(Locale.ROOT).endsWith(".txt"))
                    .sorted(Comparator.comparing(TextReader::named))
                    .toList();
        } catch (IOException failed) {
            throw Lines.unreadable(named(path), failed);
        }
        if (files.isEmpty()) {
            throw new UserError("there is no .txt file in the folder " + path);
        }
        return files.stream().map(TextReader::document);
    }

    private static Document document(Path file) {
        try {
            long size = Files.size(file);
            if (size > Texts.LARGEST_BYTES) {
                throw new UserError(
                        named(file) + " has " + (size >> 20) + " MiB, but a text file is one document of at most "
                                + Texts.LARGEST + "; split it, or make it a .jsonl file with a document a line");
            }
            return Document.text(named(file), Utf8.decode(Files.readAllBytes(file), named(file), 1));
        } catch (IOException failed) {
            throw Lines.unreadable(named(file), failed);
        }
    }

    private static String named(Path path) {
        return String.valueOf(path.getFileName());
    }
}
