package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.files.Folders;

/**
 * The files of a run as they are before a report writer runs, so that they are afterwards what they were. Records are too large to be
 * kept: that they changed can be said, not mended.
 */
record OwnFiles(
        Path folder, Map<String, byte[]> kept, @Nullable Stamp records) {

    /** When a file was last changed, and how long it is. */
    private record Stamp(Object key, long size, long modified) {
        static @Nullable Stamp of(Path file) throws IOException {
            if (!Files.isRegularFile(file)) {
                return null;
            }
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    String.valueOf(is.fileKey()),
                    is.size(),
                    is.lastModifiedTime().toMillis());
        }
    }

    static OwnFiles of(Path folder) {
        try {
            Map<String, byte[]> kept = new TreeMap<>();
            for (String name : RunFolder.OWN) {
                if (!name.equals(RunFolder.RECORDS) && Files.isRegularFile(folder.resolve(name))) {
                    kept.put(name, Files.readAllBytes(folder.resolve(name)));
                }
            }
            return new OwnFiles(folder, kept, Stamp.of(folder.resolve(RunFolder.RECORDS)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Puts back what was changed.
     *
     * @param listed whether the host itself has written provenance.json since, with a longer list of files
     * @return the names of what was changed
     */
    List<String> putBack(boolean listed) {
        List<String> changed = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> each : kept.entrySet()) {
                Path file = folder.resolve(each.getKey());
                boolean mayDiffer = listed && each.getKey().equals(RunFolder.PROVENANCE);
                if (!mayDiffer
                        && !(Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), each.getValue()))) {
                    Folders.delete(file);
                    Files.write(file, each.getValue());
                    changed.add(each.getKey());
                }
            }
            Stamp now = Stamp.of(folder.resolve(RunFolder.RECORDS));
            if (records != null && !records.equals(now)) {
                changed.add(RunFolder.RECORDS + ", which could not be put back: run the config once more");
            }
            return changed;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
