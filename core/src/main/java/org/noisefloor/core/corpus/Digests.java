package org.noisefloor.core.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.files.Sha256;

/** What was read, byte for byte. */
final class Digests {
    private Digests() {}

    /**
     * Adds the SHA-256 of a file, or of those files right inside a folder that the reader takes, all of them if it takes none.
     *
     * @param digests by the file's name, after the folder's; by the whole path where that is another file's name already
     */
    static void add(Path path, CorpusReader<?> reader, Map<String, String> digests) {
        if (!Files.isDirectory(path)) {
            add(path, String.valueOf(path.getFileName()), digests);
            return;
        }
        try (Stream<Path> inside = Files.list(path)) {
            List<Path> files = inside.filter(Files::isRegularFile).sorted().toList();
            List<Path> taken = files.stream().filter(reader::accepts).toList();
            for (Path file : taken.isEmpty() ? files : taken) {
                add(file, path.getFileName() + "/" + file.getFileName(), digests);
            }
        } catch (IOException failed) {
            throw Lines.unreadable(path.toString(), failed);
        }
    }

    static void add(Path file, String name, Map<String, String> digests) {
        String digest = Sha256.of(file);
        String before = digests.putIfAbsent(name, digest);
        if (before != null && !before.equals(digest)) {
            digests.put(file.toString(), digest);
        }
    }
}
