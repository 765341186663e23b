package org.noisefloor.core.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.run.Shard;

/** What a shard of a run leaves behind: its records, and what it takes to put them together with those of the others. */
public final class ShardFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHARD = "shard";

    private ShardFiles() {}

    /**
     * Which part of a run it is.
     *
     * @param sequences of the whole run
     */
    public record Part(int number, int of, int sequences) {}

    /** @param sequences of the whole run */
    public static void write(
            Path folder,
            Shard shard,
            int sequences,
            Map<String, Object> config,
            Map<String, Object> provenance,
            Map<Integer, String> texts) {
        Map<String, Object> all = new LinkedHashMap<>(provenance);
        all.put(SHARD, new Part(shard.number(), shard.of(), sequences));
        try {
            RunFiles.write(folder, config, all, texts);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Which part of a run a folder holds; null if it holds none. */
    static @Nullable Part part(Map<String, Object> provenance) {
        return provenance.get(SHARD) == null ? null : JSON.convertValue(provenance.get(SHARD), Part.class);
    }

    /** A folder's provenance; empty if it has none. */
    static Map<String, Object> provenance(Path folder) {
        try {
            return RunFiles.provenance(folder.resolve(RunFolder.PROVENANCE));
        } catch (IOException none) {
            return Map.of();
        }
    }
}
