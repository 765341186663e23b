package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.config.ConfigReader;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of every command that takes a config. */
final class ConfigArguments {
    @Parameters(index = "0", paramLabel = "CONFIG.yaml", description = "the config of the run (docs/config.md)")
    private Path config = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "put a value in place of the config's, for instance --set corpus.sequences=8; repeatable")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(names = "--output", paramLabel = "FOLDER", description = "the same as --set output=FOLDER")
    private @Nullable String output;

    @Option(names = "--threads", paramLabel = "N", description = "the same as --set run.threads=N")
    private @Nullable String threads;

    Plan plan(Catalogue catalogue) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        if (output != null) {
            all.put("output", output);
        }
        if (threads != null) {
            all.put("run.threads", threads);
        }
        return ConfigReader.read(config, catalogue, all);
    }
}
