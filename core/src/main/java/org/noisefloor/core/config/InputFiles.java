package org.noisefloor.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;

/** Words about files that are not there. */
public final class InputFiles {
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
                + nearest.map(n -> "; did you mean '" + n + "'?").orElse("");
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
