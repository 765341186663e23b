package org.noisefloor.testkit.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

/** What the host relies on in every corpus reader. A test class implements it and inherits all its cases. */
public interface CorpusReaderContract<O extends Record> extends ProviderContract {

    @Override
    CorpusReader<O> provider();

    /** Options under which it is tested. */
    O corpusOptions();

    /** A file or folder of at least two documents, under a name that the reader accepts. May be written anew at each call. */
    Path sample() throws IOException;

    default Context context() {
        return TestContext.builder().build();
    }

    @Test
    default void acceptsItsOwnSampleByItsName() throws IOException {
        assertThat(provider().accepts(sample())).isTrue();
    }

    @Test
    default void doesNotTakeEveryFileForItsOwn() {
        assertThat(provider().accepts(Path.of("corpus.a_name_that_no_format_has")))
                .isFalse();
    }

    @Test
    default void readsTheSameDocumentsEachTime() throws IOException {
        Path path = sample();
        assertThat(read(path)).hasSizeGreaterThanOrEqualTo(2).isEqualTo(read(path));
    }

    @Test
    default void everyDocumentSaysWhereItStands() throws IOException {
        try (Stream<Document> documents = provider().read(sample(), corpusOptions(), context())) {
            assertThat(documents)
                    .allSatisfy(document ->
                            assertThat(document.place()).isNotBlank().doesNotContain("\n"));
        }
    }

    /** A run of few sequences reads no further than it needs, and two may be read at once. */
    @Test
    default void aStreamMayBeClosedBeforeItsEnd() throws IOException {
        Path path = sample();
        List<String> whole = read(path);
        Stream<Document> one = provider().read(path, corpusOptions(), context());
        Iterator<Document> first = one.iterator();
        assertThat(inWords(first.next())).isEqualTo(whole.get(0));
        assertThat(read(path)).isEqualTo(whole);
        one.close();
        assertThat(read(path)).isEqualTo(whole);
    }

    @Test
    default void aFileThatIsNotThereIsAnErrorOfTheUser() throws IOException {
        Path gone = sample().resolveSibling("not-there").resolve(sample().getFileName());
        assertThatThrownBy(() -> read(gone)).isInstanceOf(UserError.class).hasMessageContaining("not-there");
    }

    @Test
    default void everyDocumentHasATextOrTokenIds() throws IOException {
        try (Stream<Document> documents = provider().read(sample(), corpusOptions(), context())) {
            assertThat(documents).allSatisfy(document -> {
                if (document instanceof Document.Text text) {
                    assertThat(text.text()).as("text of %s", document.place()).isNotNull();
                }
                if (document instanceof Document.Tokens tokens) {
                    assertThat(IntStream.of(tokens.ids()))
                            .as("token ids of %s", document.place())
                            .allMatch(id -> id >= 0);
                }
            });
        }
    }

    @Test
    default void leavesTheFilesThatItReadsAlone() throws IOException {
        Path path = sample();
        Map<String, Long> before = around(path);
        read(path);
        assertThat(around(path)).as("files where it reads, and their sizes").isEqualTo(before);
    }

    private static Map<String, Long> around(Path path) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(each).toString(), Files.size(each));
            }
        }
        return files;
    }

    private List<String> read(Path path) {
        try (Stream<Document> documents = provider().read(path, corpusOptions(), context())) {
            return documents.map(CorpusReaderContract::inWords).toList();
        }
    }

    private static String inWords(Document document) {
        return document.place() + " "
                + (document instanceof Document.Tokens tokens
                        ? Arrays.toString(tokens.ids())
                        : ((Document.Text) document).text());
    }
}
