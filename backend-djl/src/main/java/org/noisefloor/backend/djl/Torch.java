package org.noisefloor.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;

/**
 * PyTorch, of which there is one in a process: its native libraries are unpacked once into the cache and loaded from there.
 *
 * <p>DJL unpacks into {@code ENGINE_CACHE_DIR/pytorch/VERSION-cpu-PLATFORM}, each file moved into place when it is complete. It
 * would fetch what it misses from the network, and report its use, were it not told otherwise by two properties. All are set
 * only while it loads or for good where they forbid; what the user has set is respected.
 */
final class Torch {
    private static final String CACHE = "ENGINE_CACHE_DIR";
    private static final String NATIVES = "/native/lib/pytorch.properties";

    private static @Nullable Engine loaded;

    private Torch() {}

    /** Why PyTorch cannot be loaded here, in one sentence; empty if it can. */
    static Optional<String> missing() {
        return System.getenv("PYTORCH_LIBRARY_PATH") != null
                ? Optional.empty()
                : missing(carried(), System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /**
     * Why natives do not fit a platform; empty if they do.
     *
     * @param carried the platform of the natives that are there, empty for none
     */
    static Optional<String> missing(Optional<String> carried, String osName, String osArch) {
        String here = platform(osName, osArch);
        return carried.filter(here::equals).isPresent()
                ? Optional.empty()
                : Optional.of("this distribution carries PyTorch "
                        + carried.map(there -> "for " + there).orElse("without its native library")
                        + ", and this is " + osName + " on " + osArch
                        + " (it can be built for linux-x86_64, linux-aarch64, osx-aarch64 and win-x86_64: -Dnative.platform"
                        + " in docs/distribution.md)");
    }

    /** As DJL names platforms. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : os.replace(' ', '-');
        String machine = osArch.toLowerCase(Locale.ROOT);
        return system + "-" + (machine.equals("amd64") ? "x86_64" : machine.equals("arm64") ? "aarch64" : machine);
    }

    /** The platform of the natives on the class path. */
    static Optional<String> carried() {
        try (InputStream in = Torch.class.getResourceAsStream(NATIVES)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties natives = new Properties();
            natives.load(in);
            return Optional.ofNullable(natives.getProperty("classifier"));
        } catch (IOException e) {
            throw new UserError("the jar with PyTorch's native library cannot be read: " + e.getMessage(), e);
        }
    }

    /** A new manager of tensors on the CPU, which the caller closes. Loads PyTorch at the first call. */
    static PtNDManager manager(Context context) {
        NDManager manager = engine(context.cache()).newBaseManager(Device.cpu());
        JniUtils.setNumThreads(context.threads());
        return (PtNDManager) manager;
    }

    private static synchronized Engine engine(Path cache) {
        if (loaded == null) {
            missing().ifPresent(reason -> {
                throw new UserError(reason);
            });
            setUnlessSet("ai.djl.offline", "true");
            setUnlessSet("OPT_OUT_TRACKING", "true");
            // the host's tokenizers read the same property and have another folder
            String before = System.getProperty(CACHE);
            boolean ours = before == null || Path.of(before).toAbsolutePath().startsWith(cache.toAbsolutePath());
            if (ours) {
                System.setProperty(CACHE, cache.toAbsolutePath().toString());
            }
            try {
                loaded = load(cache);
            } finally {
                if (before == null) {
                    System.clearProperty(CACHE);
                } else {
                    System.setProperty(CACHE, before);
                }
            }
        }
        return loaded;
    }

    private static Engine load(Path cache) {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            if (engine == null) {
                throw new UserError("PyTorch is not among the engines of DJL: its jar is missing beside backend-djl");
            }
            return engine;
        } catch (RuntimeException | LinkageError e) {
            throw e instanceof UserError known ? known : new UserError(whyNot(e, cache), e);
        }
    }

    /** What made loading fail, in one sentence. */
    static String whyNot(Throwable failure, Path cache) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().findFirst().orElse("");
        String hint = said.contains("already loaded in another classloader")
                ? "; another plugin of this process has loaded PyTorch, which can be loaded once only: run without that plugin"
                : "; see that " + cache
                        + " can be written and has not been tampered with, or delete its folder pytorch";
        return "PyTorch's native library cannot be loaded: " + said + hint;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
