package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Environment;
import org.noisefloor.api.ModelBackend;
import org.noisefloor.api.UserError;

/** The backend behind a loader of its own, as the host has it, in a process in which somebody else has PyTorch already. */
class IsolationTest {

    /** Knows the JDK, the API and the logging facade. */
    private static final class Narrow extends ClassLoader {
        Narrow() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.noisefloor.api.") || name.startsWith("org.slf4j.")) {
                return ModelBackend.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    @Test
    void aSecondLoaderIsToldInASentenceThatPyTorchIsTaken() throws IOException, ReflectiveOperationException {
        Fixtures.open(Fixtures.tiny("gpt2")).close();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader("plugin:second", classPath(), new Narrow())) {
            thread.setContextClassLoader(loader);
            Class<?> type = loader.loadClass(DjlBackend.class.getName());
            assertThat(type).isNotSameAs(DjlBackend.class);
            Object backend = type.getConstructor().newInstance();
            Class<?> optionsType = loader.loadClass(DjlOptions.class.getName());
            Class<?> dtype = loader.loadClass(DjlOptions.Dtype.class.getName());
            Object options = optionsType.getConstructor(dtype).newInstance(dtype.getEnumConstants()[0]);
            Method open = type.getMethod("open", Path.class, optionsType, Environment.class);
            assertThatThrownBy(() -> open.invoke(backend, Fixtures.tiny("gpt2"), options, Fixtures.ENVIRONMENT))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("PyTorch's native library cannot be loaded")
                    .hasMessageContaining("another plugin of this process has loaded PyTorch")
                    .message()
                    .doesNotContain("\n");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .map(each -> {
                    try {
                        return Path.of(each).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new AssertionError(e);
                    }
                })
                .toArray(URL[]::new);
    }
}
