package org.noisefloor.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Folders that a process works in, whose names end in its number, so that what a killed one left is known. */
public final class ProcessFolder {
    private ProcessFolder() {}

    /**
     * That of this process.
     *
     * @param prefix its path without the number
     */
    public static Path of(Path prefix) {
        return prefix.resolveSibling(
                String.valueOf(prefix.getFileName()) + ProcessHandle.current().pid());
    }

    /** Those of processes that are no more, and one of this process's own number, which another had before it. */
    public static List<Path> left(Path prefix) throws IOException {
        Path parent = Objects.requireNonNull(prefix.toAbsolutePath().getParent(), "a name is no root");
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        String start = String.valueOf(prefix.getFileName());
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(each -> isLeft(String.valueOf(each.getFileName()), start))
                    .sorted()
                    .toList();
        }
    }

    /** Removes those. */
    public static void removeLeft(Path prefix) throws IOException {
        for (Path each : left(prefix)) {
            Folders.delete(each);
        }
    }

    private static boolean isLeft(String name, String prefix) {
        if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("[0-9]{1,18}")) {
            return false;
        }
        long process = Long.parseLong(name.substring(prefix.length()));
        return process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).isEmpty();
    }
}
