package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * ONNX Runtime's native libraries, unpacked once into the cache and loaded from there.
 *
 * <p>Left to itself, ONNX Runtime unpacks its libraries into a new temporary folder in every JVM. It does not do so when the
 * system property {@value #PATH_PROPERTY} names a folder that holds them, which must be set before its first class is
 * touched; a value that the user has set is respected.
 */
final class NativeLibrary {
    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final String RESOURCES = "/ai/onnxruntime/native/";
    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private static @Nullable OrtEnvironment loaded;

    private NativeLibrary() {}

    /** Why there is no native library to load, in one sentence; empty if there is one. */
    static Optional<String> missing() {
        return System.getProperty(PATH_PROPERTY) != null
                ? Optional.empty()
                : platformIsMissing(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Why ONNX Runtime's jar has nothing for a platform; empty if it has. */
    static Optional<String> platformIsMissing(String osName, String osArch) {
        Optional<String> platform = platform(osName, osArch);
        boolean there =
                platform.isPresent() && LIBRARIES.stream().allMatch(l -> resource(platform.get(), l, osName) != null);
        return there
                ? Optional.empty()
                : Optional.of("ONNX Runtime brings no native library for " + osName + " on " + osArch
                        + " (it has Linux x64 and aarch64, macOS aarch64, Windows x64)");
    }

    /** ONNX Runtime's environment, of which there is one in a process; unpacks and loads the libraries if need be. */
    static synchronized OrtEnvironment load(Path cache) {
        if (loaded == null) {
            String osName = System.getProperty("os.name", "");
            String osArch = System.getProperty("os.arch", "");
            missing().ifPresent(reason -> {
                throw new UserError(reason);
            });
            if (System.getProperty(PATH_PROPERTY) == null) {
                String platform = platform(osName, osArch).orElseThrow();
                Path folder = cache.resolve("onnxruntime-" + version() + "-" + platform);
                for (String library : LIBRARIES) {
                    URL url = resource(platform, library, osName);
                    if (url != null) {
                        unpack(url, folder.resolve(fileName(library, osName)));
                    }
                }
                System.setProperty(PATH_PROPERTY, folder.toAbsolutePath().toString());
            }
            try {
                // what it logs as an error it throws as well, and then we say it
                loaded = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "noisefloor");
            } catch (LinkageError e) {
                throw new UserError(
                        "ONNX Runtime's native library in " + System.getProperty(PATH_PROPERTY) + " cannot be loaded: "
                                + e.getMessage(),
                        e);
            }
        }
        return loaded;
    }

    /** The platform as ONNX Runtime's jar names its folder. */
    private static Optional<String> platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.contains("mac") || os.contains("darwin")
                ? "osx"
                : os.contains("win") ? "win" : os.contains("linux") ? "linux" : "";
        String machine = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x64" -> "x64";
            case "aarch64", "arm64" -> "aarch64";
            default -> "";
        };
        return system.isEmpty() || machine.isEmpty() ? Optional.empty() : Optional.of(system + "-" + machine);
    }

    private static @Nullable URL resource(String platform, String library, String osName) {
        return OrtException.class.getResource(RESOURCES + platform + "/" + fileName(library, osName));
    }

    private static String fileName(String library, String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac") || os.contains("darwin")) {
            return "lib" + library + ".dylib";
        }
        return os.contains("win") ? library + ".dll" : "lib" + library + ".so";
    }

    /** The version in the manifest of ONNX Runtime's jar. */
    private static String version() {
        String version = OrtException.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * Copies a library, unless it is there in full. An interrupted copy leaves only a file of another name behind, and two
     * processes that unpack at the same time each move a complete file into place.
     */
    static void unpack(URL source, Path target) {
        try {
            URLConnection connection = source.openConnection();
            connection.setUseCaches(false); // a cached JarFile would stay open for ever
            long size = connection.getContentLengthLong();
            try (InputStream in = connection.getInputStream()) {
                if (Files.isRegularFile(target) && Files.size(target) == size) {
                    return;
                }
                Files.createDirectories(target.toAbsolutePath().getParent());
                Path part =
                        Files.createTempFile(target.toAbsolutePath().getParent(), target.getFileName() + ".", ".part");
                try {
                    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                    move(part, target);
                } finally {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException e) {
            throw new UserError(
                    target + ": the native library of ONNX Runtime cannot be unpacked into the cache: "
                            + e.getMessage(),
                    e);
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
