package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import org.noisefloor.core.config.ConfigSchema;
import org.noisefloor.core.report.RunFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor schema}: the JSON Schemas of what goes in and what comes out. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description =
                "Prints the JSON Schema of configs (with the options of all installed plugins) or of report.json.")
final class SchemaCommand implements Callable<Integer> {
    /** What can be described. */
    enum Subject {
        config,
        report
    }

    @Parameters(index = "0", paramLabel = "config|report", defaultValue = "config", description = "of what")
    private Subject subject = Subject.config;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        String schema = subject == Subject.report
                ? RunFiles.schema()
                : ConfigSchema.json(Installation.catalogue()).toPrettyString();
        spec.commandLine().getOut().println(schema.stripTrailing());
        return 0;
    }
}
