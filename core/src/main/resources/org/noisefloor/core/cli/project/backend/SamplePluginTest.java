package org.example.sample;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.backend.BackendContract;
import org.noisefloor.testkit.backend.BackendProviderContract;

/** The contracts of a backend and of every model that it opens, and a file that is refused. */
class SamplePluginTest implements BackendProviderContract<NoOptions> {
    @TempDir
    static Path folder;

    @Override
    public ModelBackend<NoOptions> provider() {
        return new SamplePlugin();
    }

    @Override
    public NoOptions backendOptions() {
        return new NoOptions();
    }

    private LanguageModel open(String text) {
        try {
            Path file = Files.writeString(folder.resolve("model.layers"), text);
            return provider().open(file, new NoOptions(), TestContext.ofWidth(4));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Nested
    class AModel extends BackendContract {
        @Override
        protected LanguageModel open() {
            return SamplePluginTest.this.open("vocabulary=11\nwidth=4\nlayers=3\nseed=7\n");
        }
    }

    @Test
    void saysWhichNumberOfAFileIsNone() {
        assertThatThrownBy(() -> open("vocabulary=11\nwidth=wide\n"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("width: expected a whole number from 1 to 999999, found 'wide'");
    }
}
