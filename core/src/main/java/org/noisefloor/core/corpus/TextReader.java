package org.noisefloor.core.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.core.config.InputFiles;
import org.noisefloor.core.config.Utf8;

/** {@code .txt} files, each a document or, with a separator, several; those of a folder in the order of their names. */
public final class TextReader implements CorpusReader<TextReader.Options> {

    /** @param separator a line that stands between the documents of a file; empty for none */
    public record Options(
            @Option(
                    doc =
                            "line that stands between the documents of a file, \"\" for blank lines; without it, a file is one"
                                    + " document",
                    orElse = "")
            Optional<String> separator) {}

    @Override
    public String id() {
        return "text";
    }

    @Override
    public String summary() {
        return "a .txt file, or a folder of them in name order; each is one document, or several with a separator";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public boolean accepts(Path path) {
        return Files.isDirectory(path) || isText(path);
    }

    @Override
    public Stream<Document> read(Path path, Options options, Context context) {
        if (!Files.isDirectory(path)) {
            return documents(path, options);
        }
        List<Path> files;
        try (Stream<Path> inside = Files.list(path)) {
            files = inside.filter(file -> Files.isRegularFile(file) && isText(file))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFileName())))
                    .toList();
        } catch (IOException failed) {
            throw Lines.unreadable(path.toString(), failed);
        }
        if (files.isEmpty()) {
            throw new UserError("there is no .txt file in the folder " + path + InputFiles.holding(path));
        }
        return files.stream().flatMap(file -> documents(file, options));
    }

    private static boolean isText(Path path) {
        return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT).endsWith(".txt");
    }

    private static Stream<Document> documents(Path file, Options options) {
        return options.separator()
                .map(separator -> separated(file, separator))
                .orElseGet(() -> Stream.of(file).map(TextReader::document));
    }

    private static Document document(Path file) {
        try {
            long size = Files.size(file);
            if (size > Texts.LARGEST_BYTES) {
                throw new UserError(file + " has " + (size >> 20) + " MiB, but a document has at most " + Texts.LARGEST
                        + "; split the file, or say which line stands between its documents (corpus.separator)");
            }
            return Document.text(file.toString(), Utf8.decode(Files.readAllBytes(file), file.toString(), 1));
        } catch (IOException failed) {
            throw Lines.unreadable(file.toString(), failed);
        }
    }

    private static Stream<Document> separated(Path file, String separator) {
        Lines lines = new Lines(file);
        return Lines.stream(new SeparatedText(lines, separator)).onClose(lines::close);
    }
}
