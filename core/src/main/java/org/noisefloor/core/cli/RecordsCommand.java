package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.noisefloor.core.report.RecordLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor records}: what figures are made from, for other programs. */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a run's records as JSON lines: the description of the run, then a line for each sequence.",
            "For jq, Python and the like; docs/report.md says what stands in them."
        })
final class RecordsCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "RUN_DIR",
            description = "the output folder of a run, or what was kept of one")
    private Path folder = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        RecordLines.of(folder, out::println);
        return 0;
    }
}
