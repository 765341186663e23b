package org.noisefloor.backend.onnx;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * The native libraries in ONNX Runtime's jars, for one platform.
 *
 * <p>The jar {@code onnxruntime_gpu} has the same classes as {@code onnxruntime}, and natives of its own. Where both are there, all natives
 * come from it, whichever jar a class loader finds first.
 *
 * @param osName the platform, as the system properties say it
 */
record NativeJars(String osName, String osArch) {
    /** The provider for GPUs, which {@code onnxruntime_gpu} alone has. */
    static final String CUDA = "onnxruntime_providers_cuda";

    private static final String RESOURCES = "/ai/onnxruntime/native/";

    static NativeJars ofThisPlatform() {
        return new NativeJars(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** The version in the manifest of the jar with the classes. */
    static String version() {
        String version = OrtException.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** The platform as the jars name its folder; empty for one that none of them has. */
    Optional<String> platform() {
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

    boolean has(String library) {
        return find(library) != null;
    }

    /** A library; where there are natives with CUDA, the one among these. */
    @Nullable
    URL find(String library) {
        if (platform().isEmpty()) {
            return null;
        }
        String folder = RESOURCES + platform().get() + "/";
        URL cuda = OrtException.class.getResource(folder + fileName(CUDA));
        if (cuda == null) {
            return OrtException.class.getResource(folder + fileName(library));
        }
        String beside = cuda.toString().replaceFirst("[^/]*$", fileName(library));
        return OrtException.class
                .getClassLoader()
                .resources(folder.substring(1) + fileName(library))
                .filter(url -> url.toString().equals(beside))
                .findFirst()
                .orElse(null);
    }

    String fileName(String library) {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac") || os.contains("darwin")) {
            return "lib" + library + ".dylib";
        }
        return os.contains("win") ? library + ".dll" : "lib" + library + ".so";
    }

    /**
     * Classes may come from one jar and natives from another, and must know each other.
     *
     * @throws UserError if they are of different versions
     */
    void checkVersions() {
        URL cuda = find(CUDA);
        if (cuda == null) {
            return;
        }
        String natives = manifestVersion(cuda);
        if (!natives.equals(version())) {
            throw new UserError("beside onnxruntime " + version() + " lies onnxruntime_gpu " + natives + " ("
                    + cuda.toString().replaceFirst("!.*", "")
                    + "), which must be of the same version: put onnxruntime_gpu-"
                    + version() + ".jar there instead");
        }
    }

    private static String manifestVersion(URL inJar) {
        try {
            if (inJar.openConnection() instanceof JarURLConnection jar) {
                jar.setUseCaches(false); // a cached JarFile would stay open for ever
                try (JarFile file = jar.getJarFile()) {
                    return String.valueOf(file.getManifest().getMainAttributes().getValue("Implementation-Version"));
                }
            }
            return version();
        } catch (IOException e) {
            throw new UserError(inJar + " cannot be read: " + e.getMessage(), e);
        }
    }
}
