package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.files.OwnFolder;
import org.noisefloor.files.Unreadable;

/**
 * ONNX Runtime's native libraries on the disk: in the cache, one copy for each version, or where that will not do in a temporary folder
 * that this process alone uses and removes.
 *
 * @param folder where they lie
 * @param whyAlone what is wrong with the cache, where they lie in a folder of this process's own
 */
record UnpackedNatives(Path folder, Optional<String> whyAlone) {
    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");
    /** Through which ONNX Runtime loads a provider; not in every jar, and needed by no other. */
    private static final String PROVIDERS = "onnxruntime_providers_shared";

    /** Whether there are such for a platform. */
    static boolean areIn(NativeJars jars) {
        return LIBRARIES.stream().allMatch(jars::has);
    }

    /**
     * Unpacks them, and loads the first.
     *
     * @throws UserError if they can be loaded from nowhere
     */
    static UnpackedNatives load(NativeJars jars, Path cache) {
        Path cached = cache.resolve("onnxruntime-" + NativeJars.version() + "-"
                + jars.platform().orElseThrow() + (jars.has(NativeJars.CUDA) ? "-gpu" : ""));
        Optional<String> notCached = whyNot(jars, cached);
        if (notCached.isEmpty()) {
            return new UnpackedNatives(cached.toAbsolutePath(), notCached);
        }
        Path alone;
        try {
            alone = Files.createTempDirectory("noisefloor-onnxruntime");
        } catch (IOException failed) {
            throw unusable(notCached.get(), Unreadable.reason(failed));
        }
        var natives = new UnpackedNatives(alone, notCached);
        Optional<String> notAlone = whyNot(jars, alone);
        natives.removeAtTheEnd();
        notAlone.ifPresent(why -> {
            natives.remove();
            throw unusable(notCached.get(), why);
        });
        return natives;
    }

    private static UserError unusable(String cache, String temporary) {
        return new UserError("ONNX Runtime's native libraries can be loaded neither from the cache (" + cache
                + ") nor from the temporary folder (" + temporary + "); NOISEFLOOR_CACHE names another cache folder");
    }

    /**
     * What keeps this process from using libraries in a folder; empty if they are there and the first is loaded. ONNX Runtime finds it loaded
     * then: whether a disk lets programs be run from it shows only so, and must show before ONNX Runtime's first class is touched, for which
     * there is no second try.
     */
    private static Optional<String> whyNot(NativeJars jars, Path folder) {
        try {
            Files.createDirectories(folder);
            Optional<String> others = OwnFolder.others(folder);
            if (others.isPresent()) {
                return others;
            }
            for (String library : LIBRARIES) {
                unpack(jars, library, folder);
            }
            unpack(jars, PROVIDERS, folder);
            // only what the same loader has loaded is found
            if (UnpackedNatives.class.getClassLoader() == OrtEnvironment.class.getClassLoader()) {
                System.load(folder.resolve(jars.fileName(LIBRARIES.get(0)))
                        .toRealPath()
                        .toString());
            }
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of(folder + ": " + Unreadable.reason(failed));
        } catch (UnsatisfiedLinkError refused) {
            // the JVM names the file, and then the system does
            return Optional.of(String.valueOf(refused.getMessage()).replaceFirst("^(.+: )\\1", "$1"));
        }
    }

    /** Adds a library that few need. */
    void add(NativeJars jars, String library) {
        try {
            unpack(jars, library, folder);
        } catch (IOException failed) {
            throw new UserError(
                    folder.resolve(jars.fileName(library)) + ": the native library of ONNX Runtime cannot be unpacked: "
                            + Unreadable.reason(failed) + "; NOISEFLOOR_CACHE names another cache folder",
                    failed);
        }
        removeAtTheEnd();
    }

    private static void unpack(NativeJars jars, String library, Path folder) throws IOException {
        URL url = jars.find(library);
        if (url != null) {
            NativeFolder.unpack(url, folder, jars.fileName(library));
        }
    }

    /** What is loaded stays in memory without its file, but on Windows, and where a library for GPUs may be loaded later. */
    void areLoaded(NativeJars jars) {
        if (whyAlone.isPresent() && !jars.has(NativeJars.CUDA)) {
            remove();
        }
        removeOrtFolder();
    }

    private void removeAtTheEnd() {
        if (whyAlone.isPresent()) {
            folder.toFile().deleteOnExit(); // in the opposite order: what is in it first
            files().forEach(file -> file.toFile().deleteOnExit());
        }
    }

    private void remove() {
        try {
            for (Path file : files()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException inUse) {
            // Windows: at the end, then
        }
    }

    private List<Path> files() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> all = new ArrayList<>();
            files.forEach(all::add);
            return all;
        } catch (IOException gone) {
            return List.of();
        }
    }

    /**
     * ONNX Runtime makes a temporary folder whenever it is loaded, which stays empty here. It would be removed at the end, so not after a
     * kill.
     */
    static void removeOrtFolder() {
        try {
            var made = Class.forName("ai.onnxruntime.OnnxRuntime", false, OrtEnvironment.class.getClassLoader())
                    .getDeclaredField("tempDirectory");
            made.setAccessible(true);
            Files.deleteIfExists((Path) Objects.requireNonNull(made.get(null)));
        } catch (ReflectiveOperationException | RuntimeException | IOException stays) {
            // at the end, then
        }
    }
}
