package org.noisefloor.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;

/** Each rule refuses a reader that breaks it. */
class CorpusReaderContractTest {
    @TempDir
    Path temp;

    @Test
    void aGoodReaderPasses() {
        Contract good = new Contract(temp, Lines::read);
        assertThatCode(() -> {
                    good.acceptsItsOwnSampleByItsName();
                    good.doesNotTakeEveryFileForItsOwn();
                    good.readsTheSameDocumentsEachTime();
                    good.everyDocumentSaysWhereItStands();
                    good.aStreamMayBeClosedBeforeItsEnd();
                    good.aFileThatIsNotThereIsAnErrorOfTheUser();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aReaderOfOtherDocumentsEachTimeIsRefused() {
        int[] times = {0};
        assertThatThrownBy(
                        new Contract(
                                        temp,
                                        path -> Stream.of(
                                                Document.text("a:1", "x" + times[0]++), Document.text("a:2", "y")))
                                ::readsTheSameDocumentsEachTime)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aReaderThatCannotBeReadTwiceAtOnceIsRefused() {
        List<Stream<Document>> open = new ArrayList<>();
        Contract contract = new Contract(temp, path -> {
            open.forEach(Stream::close);
            open.add(open.isEmpty() ? Lines.read(path) : Lines.read(path).skip(1));
            return open.get(open.size() - 1);
        });
        assertThatThrownBy(contract::aStreamMayBeClosedBeforeItsEnd).isInstanceOf(AssertionError.class);
    }

    @Test
    void aReaderWithoutPlacesOrWithItsOwnErrorsIsRefused() {
        assertThatThrownBy(
                        new Contract(temp, path -> Stream.of(Document.text("", "x")))::everyDocumentSaysWhereItStands)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(
                        new Contract(temp, path -> Stream.of(Document.text("a", "x")))
                                ::aFileThatIsNotThereIsAnErrorOfTheUser)
                .isInstanceOf(AssertionError.class);
    }

    private static final class Lines {
        static Stream<Document> read(Path path) {
            try {
                return Files.readAllLines(path).stream().map(line -> Document.text(path + ":" + line, line));
            } catch (IOException gone) {
                throw new UserError("there is no " + path);
            }
        }
    }

    /** No test class, so that its rules run only where a test calls them. */
    private static final class Contract implements CorpusReaderContract<NoOptions> {
        private final Function<Path, Stream<Document>> reads;

        private final Path folder;

        Contract(Path folder, Function<Path, Stream<Document>> reads) {
            this.folder = folder;
            this.reads = reads;
        }

        @Override
        public NoOptions corpusOptions() {
            return new NoOptions();
        }

        @Override
        public Path sample() throws IOException {
            return Files.writeString(folder.resolve("sample.lines"), "one\ntwo\n");
        }

        @Override
        public CorpusReader<NoOptions> provider() {
            return new CorpusReader<>() {
                @Override
                public String id() {
                    return "lines";
                }

                @Override
                public String summary() {
                    return "A document a line";
                }

                @Override
                public Class<NoOptions> options() {
                    return NoOptions.class;
                }

                @Override
                public boolean accepts(Path path) {
                    return path.toString().endsWith(".lines");
                }

                @Override
                public Stream<Document> read(Path path, NoOptions options, Context context) {
                    return reads.apply(path);
                }
            };
        }
    }
}
