package org.noisefloor.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.files.ComputeDevice;

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
        return OwnTorch.named()
                .map(OwnTorch::wrong)
                .orElseGet(
                        () -> missing(carried(), System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
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

    /** As DJL names this one. */
    static String platform() {
        return platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** The platform of the natives on the class path. */
    static Optional<String> carried() {
        return carried("classifier");
    }

    private static Optional<String> carried(String property) {
        try (InputStream in = Torch.class.getResourceAsStream(NATIVES)) {
            if (in == null) {
                return Optional.empty();
            }
            Properties natives = new Properties();
            natives.load(in);
            return Optional.ofNullable(natives.getProperty(property));
        } catch (IOException e) {
            throw new UserError("the jar with PyTorch's native library cannot be read: " + e.getMessage(), e);
        }
    }

    /** Decides where a model is computed. Loads PyTorch only if it is one that could compute on a GPU, and may. */
    static ComputeDevice.Placed place(ComputeDevice wanted, Context context) {
        Optional<OwnTorch> own = OwnTorch.named();
        own.flatMap(OwnTorch::wrong).ifPresent(reason -> {
            throw new UserError(reason);
        });
        return wanted.place(withoutCuda(own), gpu -> whyNot(gpu, context));
    }

    /** What is missing for a GPU, in one sentence; empty if PyTorch's own part of it is there. */
    static Optional<String> withoutCuda(Optional<OwnTorch> own) {
        if (own.isEmpty()) {
            return Optional.of("the PyTorch of this distribution computes on the CPU alone; name a PyTorch "
                    + OwnTorch.version() + " for CUDA by the environment variable " + OwnTorch.PATH
                    + " (its folder lib; docs/backends/djl.md)");
        }
        return own.get().hasCuda()
                ? Optional.empty()
                : Optional.of("the PyTorch that " + OwnTorch.PATH + " names was built for the CPU: there is no "
                        + OwnTorch.CUDA + " in " + own.get().path());
    }

    /** Tries a GPU: why it cannot be computed on, in a sentence; empty if it can. */
    private static Optional<String> whyNot(int gpu, Context context) {
        Optional<String> refused = refused(gpu, context);
        int others = 0;
        while (refused.isPresent() && others < gpu && refused(others, context).isEmpty()) {
            others++;
        }
        int last = others - 1;
        return refused.map(said -> said + (last < 0 ? "" : "; the last GPU here is cuda:" + last));
    }

    private static Optional<String> refused(int gpu, Context context) {
        try (NDManager manager = engine(context.cache()).newBaseManager(Device.gpu(gpu))) {
            manager.ones(new Shape(1)).getFloat();
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(TorchFailure.sentence(e));
        }
    }

    /** For provenance. */
    static Map<String, String> inWords(ComputeDevice.Placed device) {
        return Map.of("pytorch", inWords(), "device", device.inWords());
    }

    private static String inWords() {
        return OwnTorch.named()
                .map(own -> own.found().orElse("unknown version") + " in " + own.path())
                .or(() -> carried("version"))
                .orElse("none");
    }

    /** For {@code noisefloor doctor}. */
    static List<String> diagnosis(Context context) {
        List<String> lines = new ArrayList<>(List.of("PyTorch " + inWords()));
        lines.addAll(ComputeDevice.listed(withoutCuda(OwnTorch.named()), gpu -> whyNot(gpu, context)));
        return lines;
    }

    /** A new manager of tensors on the CPU, which the caller closes. Loads PyTorch at the first call. */
    static PtNDManager manager(Context context) {
        NDManager manager = engine(context.cache()).newBaseManager(Device.cpu());
        JniUtils.setNumThreads(context.threads());
        return (PtNDManager) manager;
    }

    @SuppressWarnings("try") // held while it loads
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
            try (Unpacking unpacking = Unpacking.in(Path.of(System.getProperty(CACHE), "pytorch"))) {
                loaded = load(cache);
            } finally {
                restore(CACHE, before);
            }
        }
        return loaded;
    }

    private static Engine load(Path cache) {
        Optional<OwnTorch> own = OwnTorch.named();
        if (own.isEmpty()) {
            return load(whyNot -> whyNot(
                    whyNot,
                    "see that " + cache
                            + " can be written and has not been tampered with, or delete its folder pytorch"));
        }
        UserError last = null;
        for (String flavor : own.get().flavors()) {
            // one that is set in the environment comes before a property
            String before = System.getProperty(OwnTorch.FLAVOR);
            System.setProperty(OwnTorch.FLAVOR, flavor);
            try {
                return load(whyNot -> whyNot(
                        whyNot,
                        "see that " + own.get().path() + " is a whole PyTorch " + OwnTorch.version() + ", as "
                                + OwnTorch.PATH + " should name one"));
            } catch (UserError e) {
                last = e;
            } finally {
                restore(OwnTorch.FLAVOR, before);
            }
        }
        throw Objects.requireNonNull(last);
    }

    private static Engine load(Function<Throwable, String> inWords) {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            if (engine == null) {
                throw new UserError("PyTorch is not among the engines of DJL: its jar is missing beside backend-djl");
            }
            return engine;
        } catch (RuntimeException | LinkageError e) {
            throw e instanceof UserError known ? known : new UserError(inWords.apply(e), e);
        }
    }

    /**
     * What made loading fail, in one sentence.
     *
     * @param remedy what the user can do, where another plugin is not the cause
     */
    static String whyNot(Throwable failure, String remedy) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().lines().findFirst().orElse("");
        String hint = said.contains("already loaded in another classloader")
                ? "; another plugin of this process has loaded PyTorch, which can be loaded once only: run without that plugin"
                : said.contains(": libcuda.so")
                        ? "; libcuda.so comes with NVIDIA's driver, which is not installed"
                        : "; " + remedy;
        return "PyTorch's native library cannot be loaded: " + said + hint;
    }

    private static void restore(String property, @Nullable String before) {
        if (before == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, before);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
