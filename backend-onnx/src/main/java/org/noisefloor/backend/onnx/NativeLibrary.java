package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.ComputeDevice;

/**
 * ONNX Runtime's native libraries, unpacked once into the cache and loaded from there ({@link UnpackedNatives}).
 *
 * <p>Left to itself, ONNX Runtime unpacks its libraries into a new temporary folder in every JVM. It does not do so when the
 * system property {@value #PATH_PROPERTY} names a folder that holds them, which must be set before its first class is
 * touched; a value that the user has set is respected.
 */
final class NativeLibrary {
    private static final String PATH_PROPERTY = "onnxruntime.native.path";
    private static final Set<String> WITH_CUDA = Set.of("linux-x64", "win-x64");

    private static @Nullable OrtEnvironment loaded;
    /** Null before they were unpacked, and where the user has named a folder. */
    private static @Nullable UnpackedNatives unpacked;

    private NativeLibrary() {}

    /** Why there is no native library to load, in one sentence; empty if there is one. */
    static Optional<String> missing() {
        return System.getProperty(PATH_PROPERTY) != null
                ? Optional.empty()
                : platformIsMissing(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Why ONNX Runtime's jar has nothing for a platform; empty if it has. */
    static Optional<String> platformIsMissing(String osName, String osArch) {
        return UnpackedNatives.areIn(new NativeJars(osName, osArch))
                ? Optional.empty()
                : Optional.of("ONNX Runtime brings no native library for " + osName + " on " + osArch
                        + " (it has Linux x64 and aarch64, macOS aarch64, Windows x64)");
    }

    /** ONNX Runtime's environment, of which there is one in a process; unpacks and loads the libraries if need be. */
    static synchronized OrtEnvironment load(Path cache) {
        if (loaded == null) {
            NativeJars jars = NativeJars.ofThisPlatform();
            jars.checkVersions();
            missing().ifPresent(reason -> {
                throw new UserError(reason);
            });
            if (System.getProperty(PATH_PROPERTY) == null) {
                unpacked = UnpackedNatives.load(jars, cache);
                System.setProperty(PATH_PROPERTY, unpacked.folder().toString());
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
            if (unpacked != null) {
                unpacked.areLoaded(jars);
            }
        }
        return loaded;
    }

    /** Decides where a model is computed. The library for GPUs, which is large, is unpacked where one is looked for. */
    static synchronized ComputeDevice.Placed place(ComputeDevice wanted, Path cache) {
        OrtEnvironment environment = load(cache);
        return wanted.place(withoutCuda(), gpu -> whyNot(environment, gpu));
    }

    /** For {@code noisefloor doctor}. */
    static synchronized List<String> diagnosis(Path cache) {
        OrtEnvironment environment = load(cache);
        Stream<String> engine = Stream.concat(
                Stream.of("ONNX Runtime " + environment.getVersion() + ", loaded from "
                        + System.getProperty(PATH_PROPERTY)),
                Optional.ofNullable(unpacked).flatMap(UnpackedNatives::whyAlone).stream()
                        .map(why -> "unpacked there for this process alone, and not into the cache: " + why));
        return Stream.concat(engine, ComputeDevice.listed(withoutCuda(), gpu -> whyNot(environment, gpu)).stream())
                .toList();
    }

    private static Optional<String> whyNot(OrtEnvironment environment, int gpu) {
        if (unpacked != null) {
            unpacked.add(NativeJars.ofThisPlatform(), NativeJars.CUDA);
        }
        return Cuda.whyNot(environment, gpu);
    }

    /** What is missing for a GPU, in one sentence; empty if ONNX Runtime's own part of it is there. */
    private static Optional<String> withoutCuda() {
        NativeJars jars = NativeJars.ofThisPlatform();
        if (unpacked == null) {
            Path library = Path.of(System.getProperty(PATH_PROPERTY, "")).resolve(jars.fileName(NativeJars.CUDA));
            return Files.exists(library)
                    ? Optional.empty()
                    : Optional.of("there is no " + library.getFileName() + " in the folder that " + PATH_PROPERTY
                            + " names, " + library.getParent());
        }
        if (jars.has(NativeJars.CUDA)) {
            return Optional.empty();
        }
        String version = NativeJars.version();
        return jars.platform().filter(WITH_CUDA::contains).isPresent()
                ? Optional.of("onnxruntime_gpu-" + version + ".jar is not in " + pluginFolder()
                        + "; fetch com.microsoft.onnxruntime:onnxruntime_gpu:" + version
                        + " with Maven and put it there beside onnxruntime-" + version + ".jar")
                : Optional.of("ONNX Runtime has CUDA for Linux x64 and Windows x64 only, and this is "
                        + jars.platform().orElse(jars.osName()));
    }

    /** Where this backend's jars lie. */
    private static String pluginFolder() {
        Path place = Path.of(URI.create(Objects.requireNonNull(
                        OnnxBackend.class.getProtectionDomain().getCodeSource().getLocation())
                .toString()));
        return Files.isRegularFile(place) ? String.valueOf(place.getParent()) : "plugins/onnx";
    }
}
