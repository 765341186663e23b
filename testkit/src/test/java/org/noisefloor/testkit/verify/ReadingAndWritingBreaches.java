package org.noisefloor.testkit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;

/** What a corpus reader and a report writer can do wrong. The sample of the readers is a file of a document a line, called {@code *.lines}. */
final class ReadingAndWritingBreaches {
    private final List<Breach> all = new ArrayList<>();

    private ReadingAndWritingBreaches() {}

    static List<Breach> all() {
        ReadingAndWritingBreaches breaches = new ReadingAndWritingBreaches();
        breaches.ofReaders();
        breaches.ofDocuments();
        breaches.ofWriters();
        return List.copyOf(breaches.all);
    }

    static CorpusReader<NoOptions> goodReader() {
        return new Reader(path -> path.toString().endsWith(".lines"), ReadingAndWritingBreaches::lines);
    }

    private record Reader(Predicate<Path> accepts, Function<Path, Stream<Document>> reads)
            implements CorpusReader<NoOptions> {
        @Override
        public String id() {
            return "sample";
        }

        @Override
        public String summary() {
            return "A sample";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public boolean accepts(Path path) {
            return accepts.test(path);
        }

        @Override
        public Stream<Document> read(Path path, NoOptions options, Context context) {
            return reads.apply(path);
        }
    }

    private static Stream<Document> lines(Path path) {
        return lines(path, (place, line) -> Document.text(place, line));
    }

    private interface Read {
        Document of(String place, String line);
    }

    private static Stream<Document> lines(Path path, Read read) {
        try {
            List<String> lines = Files.readAllLines(path);
            List<Document> documents = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                documents.add(read.of(path + ":" + (i + 1), lines.get(i)));
            }
            return documents.stream();
        } catch (IOException gone) {
            throw new UserError("there is no " + path);
        }
    }

    private void accepting(String deed, String rule, Predicate<Path> accepts) {
        all.add(new Breach("corpus reader", deed, rule, () -> new Reader(accepts, ReadingAndWritingBreaches::lines)));
    }

    private void reading(String deed, String rule, Function<Path, Stream<Document>> reads) {
        all.add(new Breach(
                "corpus reader",
                deed,
                rule,
                () -> new Reader(path -> path.toString().endsWith(".lines"), reads)));
    }

    @SuppressWarnings("StreamResourceLeak") // which is the breach
    private void ofReaders() {
        accepting("does not accept its own files", "accepts its own sample by its name", path -> false);
        accepting("takes every file for its own", "does not take every file for its own", path -> true);
        accepting("looks into a file to say whether it accepts it", "does not take every file for its own", path -> {
            try {
                return Files.size(path) > 0 && path.toString().endsWith(".lines");
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        String user = "a file that is not there is an error of the user";
        reading("throws an error of its own where there is no file", user, path -> {
            try {
                return Files.readAllLines(path).stream().map(line -> Document.text(path.toString(), line));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        reading("reads nothing where there is no file", user, path -> Files.exists(path) ? lines(path) : Stream.of());
        reading("does not say which file is not there", user, path -> {
            if (!Files.exists(path)) {
                throw new UserError("the file is not there");
            }
            return lines(path);
        });
        reading("writes beside the files that it reads", "leaves the files that it reads alone", path -> {
            try {
                if (Files.exists(path)) {
                    Files.writeString(path.resolveSibling("sample.index"), "0");
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return lines(path);
        });
        reading("leaves its file open when it is closed", "", path -> {
            lines(path); // which says that it is not there
            try {
                return StreamSupport.stream(Files.lines(path).spliterator(), false)
                        .map(line -> Document.text(path + ":" + line, line));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
    }

    private void ofDocuments() {
        String same = "reads the same documents each time";
        int[] times = {0};
        reading(
                "reads other documents each time",
                same,
                path -> lines(path, (place, line) -> Document.text(place, line + times[0]++)));
        reading("reads in another order each time", same, path -> {
            List<Document> documents = new ArrayList<>(lines(path).toList());
            if (times[0]++ % 2 == 1) {
                Collections.reverse(documents);
            }
            return documents.stream();
        });
        reading("gives null for its documents", same, path -> null);
        reading("has null among its documents", same, path -> Arrays.<Document>asList(null, null).stream());
        String place = "every document says where it stands";
        reading(
                "does not say where a document stands",
                place,
                path -> lines(path, (at, line) -> Document.text("", line)));
        reading(
                "says in two lines where a document stands",
                place,
                path -> lines(path, (at, line) -> Document.text("a\nb", line)));
        reading(
                "gives null for where a document stands",
                place,
                path -> lines(path, (at, line) -> Document.text(null, line)));
        String content = "every document has a text or token ids";
        reading("gives null for a text", content, path -> lines(path, (at, line) -> Document.text(at, null)));
        reading("gives a negative token id", content, path -> lines(path, (at, line) -> Document.tokens(at, 1, -1)));
        String closed = "a stream may be closed before its end";
        List<Stream<Document>> open = new ArrayList<>();
        reading("cannot read a file twice at once", closed, path -> {
            open.forEach(Stream::close);
            open.add(open.isEmpty() ? lines(path) : lines(path).skip(1));
            return open.get(open.size() - 1);
        });
        reading(
                "fails when it is closed",
                closed,
                path -> lines(path).onClose(() -> {
                    throw new IllegalStateException("not at its end");
                }));
    }

    private interface Deed {
        void of(RunResult run, Path folder) throws IOException;
    }

    private void writing(String deed, String rule, Deed write) {
        all.add(new Breach("report writer", deed, rule, () -> new ProviderBreaches.Saying<>(NoOptions.class) {
            @Override
            public void write(RunResult run, Path folder, NoOptions given, Context context) throws IOException {
                write.of(run, folder);
            }
        }));
    }

    private static void sample(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("sample.txt"), text);
    }

    @SuppressWarnings("StreamResourceLeak") // which is one of them
    private void ofWriters() {
        String nowhere = "writes files into its folder and nowhere else";
        writing("writes nothing", nowhere, (run, folder) -> {});
        writing("writes beside its folder", nowhere, (run, folder) -> {
            sample(folder, "x");
            Files.writeString(folder.resolveSibling("other.txt"), "x");
        });
        writing("removes its folder", nowhere, (run, folder) -> Files.delete(folder));
        writing("writes a link", nowhere, (run, folder) -> {
            sample(folder, "x");
            Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("sample.txt"));
        });
        String own = "writes no file of the hosts own name";
        writing(
                "writes a report.json of its own",
                own,
                (run, folder) -> Files.writeString(folder.resolve("report.json"), "{}"));
        String again = "writes the same again";
        writing("writes the time of day", again, (run, folder) -> sample(folder, "" + System.nanoTime()));
        int[] times = {0};
        writing(
                "names its files anew each time",
                again,
                (run, folder) -> Files.writeString(folder.resolve("sample-" + times[0]++ + ".txt"), "x"));
        writing(
                "writes numbers as the machine's country does",
                "writes the same in every country",
                (run, folder) -> sample(folder, String.format("%.2f", 0.5)));
        String empty = "a run that measured nothing is written too";
        writing(
                "fails where nothing was measured",
                empty,
                (run, folder) -> sample(folder, run.report().sites().get(0).name()));
        writing(
                "fails where a run has no sequences",
                empty,
                (run, folder) ->
                        sample(folder, "" + run.tokens(run.sequences().get(0).index()).length));
        writing(
                "fails at a figure that is undefined",
                nowhere,
                (run, folder) -> sample(
                        folder,
                        run.report().sites().stream()
                                .flatMap(site -> site.arms().stream())
                                .flatMap(arm -> arm.figures().values().stream())
                                .map(figure -> new BigDecimal(figure.estimate().value()).toString())
                                .collect(Collectors.joining())));
        writing(
                "does not close the positions that it reads",
                "closes the positions that it reads",
                (run, folder) -> sample(
                        folder,
                        "" + run.positions().map(ScoredPosition::position).toList()));
        writing("sets the default locale", "leaves the process as it is", (run, folder) -> {
            Locale.setDefault(Locale.GERMANY);
            sample(folder, "x");
        });
        writing("throws whatever it is given", nowhere, (run, folder) -> {
            throw new IOException("disk full");
        });
        writing("writes something else than the report says", "", (run, folder) -> sample(folder, "all is well"));
    }
}
