package org.example.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.testkit.corpus.CorpusReaderContract;

/** The contract that every reader must hold to, and what this one makes of files. */
class SamplePluginTest implements CorpusReaderContract<SamplePlugin.Options> {
    @TempDir
    Path folder;

    @Override
    public CorpusReader<SamplePlugin.Options> provider() {
        return new SamplePlugin();
    }

    @Override
    public SamplePlugin.Options corpusOptions() {
        return new SamplePlugin.Options("|");
    }

    @Override
    public Path sample() throws IOException {
        return file("a|first", "b|second");
    }

    @Test
    void readsADocumentOfEachLineWithItsPlace() throws IOException {
        Path file = sample();
        assertThat(read(file))
                .extracting(document -> ((Document.Text) document).text())
                .containsExactly("first", "second");
        assertThat(read(file)).extracting(Document::place).containsExactly(file + ":1", file + ":2");
    }

    @Test
    void namesTheLineThatItCannotRead() throws IOException {
        Path file = file("a|first", "second");
        assertThatThrownBy(() -> read(file)).isInstanceOf(UserError.class).hasMessageContaining(file + ":2");
    }

    private List<Document> read(Path file) {
        try (Stream<Document> documents = provider().read(file, corpusOptions(), context())) {
            return documents.toList();
        }
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("text.lines"), List.of(lines));
    }
}
