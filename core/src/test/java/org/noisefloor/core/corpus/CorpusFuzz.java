package org.noisefloor.core.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Reads corpora that are nearly right: JSON lines and texts. {@code CorpusFuzz FIRST COUNT}; the same number is always the same file.
 */
public final class CorpusFuzz {
    private static final Mutator JSON_LINES = new Mutator(Stream.of(
                    "{\"text\":\"Caf\\u00e9 \\ud83d\\ude00 and \\\"more\\\"\", \"book\": 1}\n{\"text\":\"two\",\"book\":\"b\"}\n\n{\"text\":\"\"}\n",
                    "{\"tokens\":[1,2,3,40000],\"book\":null}\n{\"tokens\":[]}\n{\"tokens\":[0]}",
                    "\uFEFF{\"text\":\"a\",\"other\":{\"deep\":[[1.5e3,true,null]]}}\r\n{\"text\":\"b\"}")
            .map(each -> each.getBytes(StandardCharsets.UTF_8))
            .toList());
    private static final Mutator TEXTS = new Mutator(
            Stream.of("One.\n\n\nTwo, caf\u00e9 \ud83d\ude00.\r\n===\nThree\n", "\uFEFFa\n===\n===\nb", "\n\n\n")
                    .map(each -> each.getBytes(StandardCharsets.UTF_8))
                    .toList());

    private final HostileFiles jsonLines;
    private final HostileFiles texts;

    CorpusFuzz(Path folder) {
        this.jsonLines = new HostileFiles(folder.resolve("corpus.jsonl"), CorpusFuzz::readJsonLines);
        this.texts = new HostileFiles(folder.resolve("corpus.txt"), CorpusFuzz::readTexts);
    }

    public static void main(String[] args) throws IOException {
        Campaign.run(
                "corpora",
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                2,
                new CorpusFuzz(Files.createTempDirectory("noisefloor-corpus-fuzz"))::check);
    }

    /** @return how many were refused, of twice as many */
    long check(long first, long count) {
        return jsonLines.check(first, count, JSON_LINES) + texts.check(first, count, TEXTS);
    }

    private static void readJsonLines(Path file) {
        for (Optional<String> key : List.of(Optional.<String>empty(), Optional.of("book"))) {
            try (Stream<Document> documents =
                    new JsonlReader().read(file, new JsonlReader.Options("text", "tokens", key), Demo.CONTEXT)) {
                documents.forEach(CorpusFuzz::look);
            }
        }
    }

    private static void readTexts(Path file) {
        for (Optional<String> separator : List.of(Optional.<String>empty(), Optional.of("==="))) {
            try (Stream<Document> documents =
                    new TextReader().read(file, new TextReader.Options(separator), Demo.CONTEXT)) {
                documents.forEach(CorpusFuzz::look);
            }
        }
    }

    private static void look(Document document) {
        if (document.place().isEmpty()) {
            throw new AssertionError("a document without a place");
        }
    }
}
