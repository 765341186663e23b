package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.testkit.intervention.TestActivations;

/** The plugin works where it will live: in a loader that knows the JDK and the API, natives and all. */
final class IsolationTest {

    /** Knows the JDK and the API, as the host's parent of all plugins does. */
    private static final class Parent extends ClassLoader {
        Parent() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.noisefloor.api.")) {
                return IsolationTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static URLClassLoader isolated() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new URLClassLoader("plugin:sae", urls.toArray(URL[]::new), new Parent());
    }

    @Test
    void splicesInALoaderOfItsOwn() throws Exception {
        float[][] rows = TestActivations.gaussian(4, 8, 1);
        TestActivations expected = TestActivations.of(rows);
        Tiny.open(Tiny.at("topk"), false, 4).replace(expected);

        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = isolated()) {
            thread.setContextClassLoader(loader);
            InterventionProvider<?> provider = ServiceLoader.load(InterventionProvider.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.id().equals("sae"))
                    .findFirst()
                    .orElseThrow();
            assertThat(provider.getClass().getClassLoader()).isSameAs(loader);
            TestActivations actual = TestActivations.of(rows);
            create(provider).replace(actual);
            for (int row = 0; row < 4; row++) {
                assertThat(actual.replacedRow(row)).containsExactly(expected.replacedRow(row));
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static <O extends Record> Intervention create(InterventionProvider<O> provider) throws Exception {
        O options = provider.options()
                .getDeclaredConstructor(Path.class, boolean.class)
                .newInstance(Tiny.at("topk"), false);
        // a folder of its own: a native library belongs to the one loader that loaded its file
        Environment environment = new Environment(2, Path.of("target", "cache-isolated"));
        return provider.create(options, Tiny.SITE, 4, environment);
    }

    @Test
    void allProvidersAreFound() {
        assertThat(ServiceLoader.load(InterventionProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactly("sae");
        assertThat(ServiceLoader.load(MetricProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactly("reconstruction", "explained_variance_legacy");
    }
}
