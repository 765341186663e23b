package org.noisefloor.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A distribution, started in this process: once, since native libraries can be loaded once.
 *
 * @param digest SHA-256 of its own jars, without plugins
 */
record Installed(Path home, String digest, Bridge bridge) {
    private static @Nullable Installed started;

    /**
     * Starts it, or gives that which was started.
     *
     * @param home the distribution's folder
     * @throws Refusal if there is none
     */
    static synchronized Installed in(Path home) {
        if (started == null) {
            List<Path> jars = jars(home);
            System.setProperty("noisefloor.home", home.toString());
            System.setProperty("noisefloor.cache", cache());
            started = new Installed(home, digest(jars), bridge(jars));
        }
        return started;
    }

    private static List<Path> jars(Path home) {
        Path lib = home.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> files = Files.list(lib)) {
                List<Path> jars = files.filter(each -> each.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
                if (jars.stream().anyMatch(each -> name(each).startsWith("core-"))) {
                    return jars;
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        throw Refusal.ofInput("there is no distribution of noisefloor in " + home + " on " + Machine.name()
                + "; set spark.noisefloor.home to one that all machines see, or spark.noisefloor.executorHome to where"
                + " --archives puts it");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String cache() {
        String named = System.getenv("NOISEFLOOR_CACHE");
        if (named != null && !named.isEmpty()) {
            return named;
        }
        Path user = Path.of(System.getProperty("user.home", ""));
        return (Files.isWritable(user) ? user.resolve(".cache") : Path.of(System.getProperty("java.io.tmpdir")))
                .resolve("noisefloor")
                .toString();
    }

    private static String digest(List<Path> jars) {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            for (Path jar : jars) {
                all.update(name(jar).getBytes(StandardCharsets.UTF_8));
                all.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(all.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Bridge bridge(List<Path> jars) {
        try {
            List<URL> urls = new ArrayList<>();
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
            urls.add(own().toUri().toURL());
            ClassLoader host = new URLClassLoader(
                    "noisefloor", urls.toArray(URL[]::new), new Shared(Installed.class.getClassLoader()));
            Bridge bridge = Class.forName("org.noisefloor.spark.host.HostSide", true, host)
                    .asSubclass(Bridge.class)
                    .getConstructor()
                    .newInstance();
            return within(host, bridge);
        } catch (IOException | ReflectiveOperationException | LinkageError mismatch) {
            throw Refusal.ofInput("the distribution on " + Machine.name() + " is of another version than this jar ("
                    + mismatch + "); take both from one");
        }
    }

    /** This jar, or the folder of its classes. */
    static Path own() {
        try {
            return Path.of(Installed.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Libraries that ask the thread for a class loader must not get Spark's. */
    private static Bridge within(ClassLoader host, Bridge bridge) {
        InvocationHandler call = (proxy, method, arguments) -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(host);
            try {
                return method.invoke(bridge, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            } finally {
                thread.setContextClassLoader(before);
            }
        };
        return (Bridge) Proxy.newProxyInstance(Bridge.class.getClassLoader(), new Class<?>[] {Bridge.class}, call);
    }

    /** Shows the distribution's classes the JDK and what both sides share. */
    private static final class Shared extends ClassLoader {
        private static final List<String> SHARED =
                List.of(Bridge.class.getName(), Job.class.getName(), Refusal.class.getName());

        private final ClassLoader spark;

        Shared(ClassLoader spark) {
            super("noisefloor-bridge", ClassLoader.getPlatformClassLoader());
            this.spark = spark;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return SHARED.contains(name) ? spark.loadClass(name) : super.loadClass(name, resolve);
        }
    }
}
