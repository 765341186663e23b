package org.noisefloor.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run in shards.
 *
 * @param config where its YAML lies
 * @param digest SHA-256 of it
 * @param overrides values in place of the config's, by key
 * @param plugins further folders of plugins
 * @param origins what the run is made from, as JSON
 * @param shards the folder of the shards, which executors may or may not see
 * @param of how many shards
 * @param sequences of the whole run
 * @param merge the arguments of the command that puts them together
 * @param keep whether the shards stay when that is done
 * @param anyProcessor whether executors may have processors of different kinds
 */
public record Job(
        String config,
        String digest,
        Map<String, String> overrides,
        List<String> plugins,
        String origins,
        String shards,
        int of,
        int sequences,
        List<String> merge,
        boolean keep,
        boolean anyProcessor)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Where a shard goes, in a folder of shards. */
    static Path folder(Path shards, int number, int of) {
        return shards.resolve(number + "-of-" + of);
    }
}
