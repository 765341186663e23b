package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.isolation.IsolatedPlugin;

/** The backend behind a loader of its own, as the host has it, in a process in which somebody else has PyTorch already. */
class IsolationTest {
    private static final BatchShape SHAPE = BatchShape.of(1, 2);

    @Test
    void aSecondLoaderIsToldInASentenceThatPyTorchIsTaken() throws IOException, ReflectiveOperationException {
        try (LanguageModel ours = Fixtures.open(Fixtures.tiny("gpt2"))) {
            ours.cutAt(List.of(), SHAPE).close();
        }
        try (IsolatedPlugin plugin = new IsolatedPlugin("plugin:second")) {
            ClassLoader loader = plugin.loader();
            Class<?> type = loader.loadClass(DjlBackend.class.getName());
            assertThat(type).isNotSameAs(DjlBackend.class);
            Object backend = type.getConstructor().newInstance();
            Class<?> optionsType = loader.loadClass(DjlOptions.class.getName());
            Class<?> dtype = loader.loadClass(DjlOptions.Dtype.class.getName());
            Object options =
                    optionsType.getConstructor(dtype, String.class).newInstance(dtype.getEnumConstants()[0], "cpu");
            Method open = type.getMethod("open", Path.class, optionsType, Context.class);
            try (LanguageModel model =
                    (LanguageModel) open.invoke(backend, Fixtures.tiny("gpt2"), options, Fixtures.CONTEXT)) {
                assertThatThrownBy(() -> model.cutAt(List.of(), SHAPE))
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("PyTorch's native library cannot be loaded")
                        .hasMessageContaining("another plugin of this process has loaded PyTorch")
                        .message()
                        .doesNotContain("\n");
            }
        }
    }
}
