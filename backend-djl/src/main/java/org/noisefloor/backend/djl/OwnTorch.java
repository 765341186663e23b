package org.noisefloor.backend.djl;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * A PyTorch of the user's own, which is loaded in the place of the one that is shipped.
 *
 * <p>DJL has a library between Java and PyTorch, made for one version of it in a few flavors: for the CPU, for a version of CUDA. Left to
 * itself it looks on Linux for the flavor {@code cpu-precxx11}, which there is no more, and takes the PyTorch that is shipped if there
 * is none at the path.
 *
 * @param paths the value of {@value #PATH}
 * @param saidVersion that of {@value #VERSION}
 * @param saidFlavor that of {@value #FLAVOR}
 */
record OwnTorch(
        String paths,
        @Nullable String saidVersion,
        @Nullable String saidFlavor) {
    static final String PATH = "PYTORCH_LIBRARY_PATH";
    static final String FLAVOR = "PYTORCH_FLAVOR";
    static final String CUDA = System.mapLibraryName("torch_cuda");

    private static final String VERSION = "PYTORCH_VERSION";
    private static final String LIBRARY = System.mapLibraryName("torch");
    private static final String BETWEEN = System.mapLibraryName("djl_torch");
    private static final String PROPERTIES = "/jnilib/pytorch.properties";
    private static final Pattern SAID = Pattern.compile("(?m)^(?:__version__ = ')?(\\d+\\.\\d+\\.\\d+[\\w.+]*)'?$");

    /** Of the environment, or of system properties, as DJL reads them; empty if none is named. */
    static Optional<OwnTorch> named() {
        return named(name -> Optional.ofNullable(System.getenv(name)).orElseGet(() -> System.getProperty(name)));
    }

    static Optional<OwnTorch> named(UnaryOperator<@Nullable String> setting) {
        return Optional.ofNullable(setting.apply(PATH))
                .map(path -> new OwnTorch(path, setting.apply(VERSION), setting.apply(FLAVOR)));
    }

    /** The version of PyTorch for which DJL's library is made. */
    static String version() {
        try (InputStream in = Objects.requireNonNull(OwnTorch.class.getResourceAsStream(PROPERTIES))) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("jni_version").replaceFirst("-.*", "");
        } catch (IOException e) {
            throw new UserError("the jar with DJL's library for PyTorch cannot be read: " + e.getMessage(), e);
        }
    }

    /** The folder with the library: the first of those named that has it. */
    private Optional<Path> folder() {
        return Stream.of(paths.split(File.pathSeparator))
                .map(Path::of)
                .map(path -> Files.isRegularFile(path) && path.endsWith(LIBRARY)
                        ? path.toAbsolutePath().getParent()
                        : path)
                .filter(path -> path != null && Files.isRegularFile(path.resolve(LIBRARY)))
                .findFirst();
    }

    /** Where it is, for messages. */
    String path() {
        return folder().map(Path::toString).orElse(paths);
    }

    boolean hasCuda() {
        return folder().filter(folder -> Files.exists(folder.resolve(CUDA))).isPresent();
    }

    /** The version that the files beside the libraries name ({@code 2.7.1+cu126}); empty if there are none. */
    Optional<String> found() {
        Optional<Path> above = folder().map(folder -> folder.toAbsolutePath().getParent());
        return Stream.of("version.py", "build-version")
                .flatMap(name -> above.map(folder -> folder.resolve(name)).stream())
                .filter(Files::isRegularFile)
                .map(OwnTorch::read)
                .map(SAID::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Why it cannot be loaded here, in one sentence; empty if nothing is against it. */
    Optional<String> wrong() {
        String version = version();
        if (folder().isEmpty()) {
            return Optional.of(
                    PATH + " is '" + paths + "', and there is no " + LIBRARY + " in it; it names the folder lib of a"
                            + " PyTorch " + version + ", as pip installs it (site-packages/torch/lib)");
        }
        Optional<String> other =
                found().filter(found -> !found.replaceFirst("\\+.*", "").equals(version));
        if (other.isPresent()) {
            return Optional.of(PATH + " names PyTorch " + other.get() + " (" + path()
                    + "), and DJL's library here is made for " + version + "; install torch==" + version);
        }
        if (saidVersion != null && !saidVersion.isEmpty() && !saidVersion.equals(version)) {
            return Optional.of(VERSION + " is " + saidVersion + ", and DJL's library here is made for " + version
                    + "; leave it out, and name a PyTorch " + version + " with " + PATH);
        }
        if (saidFlavor != null && !saidFlavor.isEmpty() && !carried().contains(saidFlavor) && !hasOwnLibrary()) {
            return Optional.of(FLAVOR + " is '" + saidFlavor + "', and DJL's library here has the flavors "
                    + String.join(", ", carried()) + "; leave it out, and the one that fits is taken");
        }
        return Optional.empty();
    }

    private boolean hasOwnLibrary() {
        return folder().filter(folder -> Files.exists(folder.resolve(BETWEEN))).isPresent();
    }

    /**
     * The flavors of DJL's library to try, the best first: that for CUDA needs a driver, and the one for the CPU can load a PyTorch
     * for CUDA too.
     */
    List<String> flavors() {
        if (saidFlavor != null && !saidFlavor.isEmpty()) {
            return List.of(saidFlavor);
        }
        Stream<String> cuda = carried().stream().filter(flavor -> flavor.startsWith("cu") && hasCuda());
        return Stream.concat(cuda, Stream.of("cpu")).toList();
    }

    /** The flavors for this platform. */
    private static List<String> carried() {
        Pattern library = Pattern.compile("jnilib/" + Torch.platform() + "/([^/]+)/" + Pattern.quote(BETWEEN));
        URL properties = Objects.requireNonNull(OwnTorch.class.getResource(PROPERTIES));
        try {
            JarURLConnection connection = (JarURLConnection) properties.openConnection();
            connection.setUseCaches(false);
            try (JarFile jar = connection.getJarFile()) {
                return jar.stream()
                        .map(JarEntry::getName)
                        .map(library::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UserError("the jar with DJL's library for PyTorch cannot be read: " + e.getMessage(), e);
        }
    }
}
