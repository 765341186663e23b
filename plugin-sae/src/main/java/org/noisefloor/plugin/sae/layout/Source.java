package org.noisefloor.plugin.sae.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.noisefloor.files.tensor.TensorFile;

/** What lies at a path: a folder, or one file that is opened at most once, however many layouts look at it. */
final class Source implements AutoCloseable {
    private static final Set<String> OF_A_FOLDER = Set.of(
            "cfg.json",
            "sae_weights.safetensors",
            "sae.safetensors",
            "config.json",
            "ae.pt",
            "hyperparams.json",
            "params.npz",
            "params.safetensors");

    private final Path path;
    private final Path names;
    private @Nullable TensorFile tensors;

    /**
     * @param path a folder, or a file; one of the files of a folder that belong together stands for the folder
     */
    Source(Path path) {
        Path file = path.getFileName();
        boolean part = Files.isRegularFile(path) && file != null && OF_A_FOLDER.contains(file.toString());
        Path parent = path.getParent();
        this.path = !part ? path : parent == null ? Path.of(".") : parent;
        this.names = path.toAbsolutePath().normalize();
    }

    Path path() {
        return path;
    }

    boolean isFolder() {
        return Files.isDirectory(path);
    }

    /** Whether it is a folder with all of these files. */
    boolean holds(String... files) {
        for (String file : files) {
            if (!Files.isRegularFile(path.resolve(file))) {
                return false;
            }
        }
        return isFolder();
    }

    /** A file in the folder that lies there, or beside the file that does. */
    Path near(String name) {
        return isFolder() ? path.resolve(name) : path.resolveSibling(name);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** The tensors of the one file that lies there. */
    TensorFile tensors() {
        if (tensors == null) {
            tensors = TensorFile.open(path);
        }
        return tensors;
    }

    /** Whether it is a file with all of these tensors. */
    boolean holdsTensors(String... wanted) {
        return !isFolder() && tensors().tensors().keySet().containsAll(Set.of(wanted));
    }

    /** The whole path as text, with {@code /}: publishers put layer, width and model into names of folders. */
    String words() {
        return names.toString().replace('\\', '/');
    }

    /** The name of the file or folder itself. */
    String ownName() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    /** The first group of the last place in the path where a pattern is found. */
    Optional<String> named(Pattern pattern) {
        Matcher matcher = pattern.matcher(words());
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    @Override
    public void close() {
        if (tensors != null) {
            tensors.close();
        }
    }
}
