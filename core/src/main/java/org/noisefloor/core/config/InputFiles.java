package org.noisefloor.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;

/** Words about files that are not there. */
public final class InputFiles {
    private static final int SHOWN = 8;
    private static final int MOST_FOLDERS = 200;
    private static final String ON_THE_HUB =
            "; if this is a name on the Hugging Face Hub or one of SAELens, download it first"
                    + " (hf download NAME --local-dir FOLDER) and give the folder: nothing is fetched";

    private InputFiles() {}

    /** Says that a path does not exist, at which name it breaks off, and the nearest name that is there. */
    public static String missing(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        while (folder != null && name != null && !Files.isDirectory(folder)) {
            name = folder.getFileName();
            folder = folder.getParent();
        }
        if (folder == null || name == null) {
            return "there is no " + absolute;
        }
        Optional<String> nearest = UserError.nearest(name.toString(), names(folder));
        String breaksOff = name.equals(absolute.getFileName()) ? "" : " (no '" + name + "' in " + folder + ")";
        return "there is no " + absolute + breaksOff
                + nearest.map(n -> "; did you mean '" + n + "'?").orElse(mayBeOnTheHub(absolute) ? ON_THE_HUB : "");
    }

    /** Something that looks like a name rather than a file: it ends in no suffix that files have here. */
    private static boolean mayBeOnTheHub(Path path) {
        String last = String.valueOf(path.getFileName());
        return !last.matches(".*\\.(ya?ml|jsonl?|txt|onnx|pt|bin|npz|safetensors|gz|zst|parquet)");
    }

    /** What lies in a folder, as the clause that follows its name; empty for a file. */
    public static String holding(Path path) {
        if (!Files.isDirectory(path)) {
            return "";
        }
        List<String> names = names(path);
        return names.isEmpty()
                ? ", which is empty"
                : ", which holds " + String.join(", ", names.subList(0, Math.min(names.size(), SHOWN)))
                        + (names.size() > SHOWN ? ", … (" + names.size() + " in all)" : "");
    }

    /** Folders within a folder, as deep as those of a Hugging Face cache ({@code snapshots/REVISION}), in the order of their names. */
    static List<Path> foldersIn(Path path) {
        try (Stream<Path> within = Files.find(path, 2, (each, file) -> file.isDirectory() && !each.equals(path))) {
            return within.limit(MOST_FOLDERS).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
