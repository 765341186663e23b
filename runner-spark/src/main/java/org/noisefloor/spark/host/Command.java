package org.noisefloor.spark.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of {@code run}, which are those of {@code noisefloor run} as far as they make sense here. */
@picocli.CommandLine.Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a config on Spark, in shards, and puts them together: the bytes of one run.")
final class Command {
    @Parameters(index = "0", paramLabel = "CONFIG.yaml", description = "the config of the run (docs/config.md)")
    private Path config = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "put a value in place of the config's; repeatable")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--output", paramLabel = "FOLDER", description = "where the run goes")
    private @Nullable String output;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads of a task's engine; without it, spark.task.cpus")
    private @Nullable String threads;

    @Option(names = "--plugins", paramLabel = "FOLDER", description = "a further plugins folder; repeatable")
    private List<Path> plugins = new ArrayList<>();

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "how many; without it 64, or as many as there are batches")
    int shards;

    @Option(names = "--resume", description = "go on with the shards that an earlier attempt left")
    boolean resume;

    @Option(names = "--overwrite", description = "replace an earlier run; forget shards of an earlier attempt")
    boolean overwrite;

    @Option(names = "--keep-shards", description = "leave the shards when they are put together")
    boolean keepShards;

    @Option(
            names = "--any-processor",
            description = "compute on processors of different kinds, whose last digits may differ")
    boolean anyProcessor;

    @Option(names = "--quiet", description = "print nothing but errors, warnings and violated conditions of the gate")
    private boolean quiet;

    @Option(names = "--details", description = "print all tables below the answer")
    private boolean details;

    @Option(names = "--json", description = "print report.json instead of tables")
    private boolean json;

    Path config() {
        return config.toAbsolutePath().normalize();
    }

    /** @param cpus of a task */
    Map<String, String> overrides(int cpus) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        all.put("run.threads", threads != null ? threads : String.valueOf(cpus));
        if (output != null) {
            all.put("output", Path.of(output).toAbsolutePath().normalize().toString());
        }
        return all;
    }

    List<Path> plugins() {
        return plugins.stream().map(each -> each.toAbsolutePath().normalize()).toList();
    }

    boolean quiet() {
        return quiet || json;
    }

    /** The arguments of {@code merge} that follow from these. */
    List<String> ofMerge(Path target) {
        List<String> all = new ArrayList<>(List.of("merge", "--output", target.toString()));
        plugins().forEach(each -> all.addAll(List.of("--plugins", each.toString())));
        Map.of("--overwrite", overwrite, "--quiet", quiet, "--details", details, "--json", json)
                .forEach((name, given) -> {
                    if (given) {
                        all.add(name);
                    }
                });
        return all;
    }
}
