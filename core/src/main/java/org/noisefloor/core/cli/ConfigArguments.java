package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ConfigReader;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.PluginsSection;
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

    /** The option of its own that a key has, unless the key is set to something else as well. */
    private static void put(
            Map<String, String> all, Map<String, String> options, String option, String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        options.put(key, option);
        String before = all.put(key, value);
        if (before != null && !before.equals(value)) {
            throw new UserError(option + " " + value + " and --set " + key + "=" + before
                    + " say the same key differently; give one of them");
        }
    }

    /** Whether the output was named on the command line. */
    boolean namesOutput() {
        return output != null || overrides.containsKey("output");
    }

    /** All that a run of the config can take from. */
    Catalogue catalogue(PrintWriter err) {
        return Installation.warned(
                Installation.catalogue(PluginsSection.of(config, overrides).folders()), err);
    }

    /** The plan; where several plugins have an id that it names, that one was chosen is said. */
    Plan plan(Catalogue catalogue, PrintWriter err) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        Map<String, String> options = new LinkedHashMap<>();
        put(all, options, "--output", "output", output);
        put(all, options, "--threads", "run.threads", threads);
        Plan plan = ConfigReader.read(config, catalogue, all, options);
        plan.chosen()
                .forEach(each -> catalogue
                        .preferring(plan.plugins().prefer())
                        .choice(each.provider())
                        .ifPresent(choice -> err.println("warning: " + each.place() + ": " + choice)));
        return plan;
    }
}
