package org.noisefloor.core.plugins;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plugin whose manifest was accepted, with the class loader that all its code runs under. It is itself, not its equal. */
final class Plugin {
    /** In front of the name of each plugin's class loader; stack traces tell it. */
    static final String LOADER = "plugin:";

    private final String id;
    private final String version;
    private final String file;
    private final List<Path> jars;
    private final Supplier<ClassLoader> making;
    private final LongAdder calls = new LongAdder();
    private volatile @Nullable ClassLoader loader;

    private Plugin(String id, String version, String file, List<Path> jars, Supplier<ClassLoader> making) {
        this.id = id;
        this.version = version;
        this.file = file;
        this.jars = List.copyOf(jars);
        this.making = making;
    }

    Plugin(String id, String version, String file, List<Path> jars, ClassLoader loader) {
        this(id, version, file, jars, () -> loader);
    }

    /** @param parent all that it will see of the host */
    static Plugin of(Candidate candidate, Candidate.Claim claim, HostView parent) {
        List<Path> jars = candidate.jars();
        return new Plugin(
                claim.id(),
                claim.version(),
                claim.file(),
                jars,
                () -> new URLClassLoader(LOADER + claim.id(), urls(jars), parent));
    }

    /** From the manifest of its main jar. */
    String id() {
        return id;
    }

    /** Its main jar, relative to the plugins folder. */
    String file() {
        return file;
    }

    /** From the same manifest. */
    String version() {
        return version;
    }

    /** All its jars, by name. */
    List<Path> jars() {
        return jars;
    }

    /** Named {@code plugin:ID}; made when it is first wanted, and open as long as the process lives, since plugin code may run until the end. */
    ClassLoader loader() {
        ClassLoader made = loader; // without a lock, for each call into the plugin asks for it
        return made != null ? made : made();
    }

    private synchronized ClassLoader made() {
        ClassLoader made = loader;
        if (made == null) {
            made = making.get();
            loader = made;
        }
        return made;
    }

    /** For a plugin that nobody uses any more. */
    synchronized void close() throws IOException {
        if (loader instanceof URLClassLoader open) {
            open.close();
        }
    }

    /** How often it was called, without what is called at every position. */
    LongAdder calls() {
        return calls;
    }

    private static URL[] urls(List<Path> jars) {
        return jars.stream()
                .map(jar -> {
                    try {
                        return jar.toUri().toURL();
                    } catch (MalformedURLException impossible) {
                        throw new IllegalArgumentException(impossible);
                    }
                })
                .toArray(URL[]::new);
    }

    /** As it stands in messages. */
    @Override
    public String toString() {
        return "plugin '" + id + "' (" + file + ")";
    }
}
