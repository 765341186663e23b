package org.noisefloor.plugin.sae.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinesTest {
    @TempDir
    Path folder;

    private Map<String, String> of(String text) throws IOException {
        return Lines.of(Files.writeString(folder.resolve("config.yaml"), text));
    }

    @Test
    void readsPlainAndQuotedTextsOfTheTopLevel() throws IOException {
        assertThat(of("model_name: \"google/gemma-2-2b\"\nkind: 'clt' # why\nsizes:\n  width: 8\nnote: two words\n"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("model_name", "google/gemma-2-2b", "kind", "clt"));
    }

    @Test
    void theFirstOfTwoCounts() throws IOException {
        assertThat(of("a: 1\na: 2\n")).containsEntry("a", "1");
    }

    @Test
    void aFileThatIsNotThereOrIsNoTextHasNone() throws IOException {
        assertThat(Lines.of(folder.resolve("none.yaml"))).isEmpty();
        assertThat(Lines.of(Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0})))
                .isEmpty();
    }
}
