package org.noisefloor.testkit.isolation;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;

/**
 * The plugin under test once more, with all that is on the class path of the test, in a loader as the host makes one. While it is
 * open, that loader is the context class loader of the thread.
 */
public final class IsolatedPlugin implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final @Nullable ClassLoader before = thread.getContextClassLoader();
    private final URLClassLoader loader;

    /** @param name of the loader */
    public IsolatedPlugin(String name) {
        loader = new URLClassLoader(name, classPath(), new Parent());
        thread.setContextClassLoader(loader);
    }

    public ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() throws IOException {
        thread.setContextClassLoader(before);
        loader.close();
    }

    /** Knows the JDK, the API and the logging facade, as the host's parent of all plugins does. */
    private static final class Parent extends ClassLoader {
        Parent() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.noisefloor.api.") || name.startsWith("org.slf4j.")) {
                return Provider.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static URL[] classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .toArray(URL[]::new);
    }
}
