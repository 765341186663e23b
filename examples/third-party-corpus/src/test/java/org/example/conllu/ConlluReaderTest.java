package org.example.conllu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.testkit.corpus.CorpusReaderContract;

/** The contract that every reader must hold to, and what this one makes of files. */
class ConlluReaderTest implements CorpusReaderContract<NoOptions> {
    private static final String TOKEN = "1\tDogs\tdog\tNOUN\t_\t_\t0\troot\t_\t_\n";

    @TempDir
    Path folder;

    @Override
    public CorpusReader<NoOptions> provider() {
        return new ConlluReader();
    }

    @Override
    public NoOptions corpusOptions() {
        return new NoOptions();
    }

    @Override
    public Path sample() throws IOException {
        return file("# newdoc id = a\n# text = Dogs bark.\n" + TOKEN + "\n# newdoc id = b\n# text = The end.\n" + TOKEN);
    }

    @Test
    void joinsTheSentencesOfADocument() throws IOException {
        Path file = file("# newdoc id = a\n# text = Dogs bark.\n" + TOKEN + "\n# text = Cats sleep.\n" + TOKEN
                + "\n# newdoc id = b\n# text = The end.\n" + TOKEN + "\n");
        assertThat(read(file))
                .extracting(document -> ((Document.Text) document).text())
                .containsExactly("Dogs bark. Cats sleep.", "The end.");
        assertThat(read(file)).extracting(Document::place).containsExactly(file + ":2", file + ":9");
    }

    @Test
    void takesAFileWithoutDocumentsForOne() throws IOException {
        assertThat(read(file("# text = Dogs bark.\n" + TOKEN + "\n# text = Cats sleep.\n" + TOKEN))).hasSize(1);
    }

    @Test
    void refusesALineThatIsNoToken() throws IOException {
        Path file = file("# text = Dogs bark.\n1\tDogs\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":2: expected the 10 columns of a token, found 2");
    }

    @Test
    void refusesASentenceWithoutText() throws IOException {
        Path file = file("# text = Dogs bark.\n" + TOKEN + "\n" + TOKEN);
        assertThatThrownBy(() -> read(file)).isInstanceOf(UserError.class).hasMessageContaining(file + ":4");
    }

    private List<Document> read(Path file) {
        try (Stream<Document> documents = provider().read(file, corpusOptions(), context())) {
            return documents.toList();
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("bank.conllu"), text);
    }
}
