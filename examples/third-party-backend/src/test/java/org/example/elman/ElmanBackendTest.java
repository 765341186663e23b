package org.example.elman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.backend.BackendContract;
import org.noisefloor.testkit.backend.BackendProviderContract;

/** The contracts of a backend and of every model that it opens, a network worked out by hand, and files that are refused. */
class ElmanBackendTest implements BackendProviderContract<NoOptions> {
    @TempDir
    Path folder;

    @Override
    public ModelBackend<NoOptions> provider() {
        return new ElmanBackend();
    }

    @Override
    public NoOptions backendOptions() {
        return new NoOptions();
    }

    private static LanguageModel open(Path file) {
        return new ElmanBackend().open(file, new NoOptions(), TestContext.ofWidth(4));
    }

    private LanguageModel openText(String text) throws IOException {
        return open(Files.writeString(folder.resolve("by-hand.elman"), text));
    }

    @Nested
    class TheModelThatLiesBeside extends BackendContract {
        @Override
        protected LanguageModel open() {
            return ElmanBackendTest.open(Path.of("model.elman"));
        }
    }

    @Test
    void isWorkedOutByHandForOneUnit() throws IOException {
        BatchShape shape = BatchShape.of(1, 2);
        try (LanguageModel model = openText("elman 2 1   0.5 -1   0.25   1 2");
                CutModel cut = model.cutAt(List.of(), shape)) {
            double first = Math.tanh(0.5);
            double second = Math.tanh(-1 + 0.25 * first);
            var logits = cut.run(TokenBatch.of(shape, List.of(new int[] {0, 1}))).logits();
            assertThat(logits.get(1)).isCloseTo((float) (2 * first), within(1e-6f));
            assertThat(logits.get(2)).isCloseTo((float) second, within(1e-6f));
        }
    }

    @Test
    void saysWhatAFileLacks() {
        assertThatThrownBy(() -> openText("elman 2 1   0.5"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected number 2 of the 2 of its embedding, found 'the end of the file'");
        assertThatThrownBy(() -> openText("gpt2"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not begin with 'elman'");
    }
}
