package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Reports;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.FurtherForms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor report}: further forms of a finished run. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes further forms of a finished run's report into its folder, without running anything again.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN_DIR", description = "the output folder of a run")
    private Path folder = Path.of("");

    @Option(
            names = "--as",
            paramLabel = "FORM",
            required = true,
            description = "the forms, as reports: in a config would list them, for instance --as csv,saelens")
    private String forms = "";

    @Option(names = "--overwrite", description = "replace forms that are there already")
    private boolean overwrite;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        List<Chosen<ReportWriter<?>>> writers = Reports.named(forms, "--as", catalogue);
        FurtherForms.Outcome forms = FurtherForms.write(folder, writers, overwrite, Installation::context);
        if (!forms.written().isEmpty()) {
            spec.commandLine().getOut().println("Written to " + folder + ": " + String.join(", ", forms.written()));
        }
        forms.failed()
                .forEach(each -> spec.commandLine()
                        .getErr()
                        .println(Terminal.ofLauncher().red("error: ") + each.sentence()));
        return forms.failed().isEmpty()
                ? 0
                : forms.failed().stream().allMatch(FurtherForms.Failure::mendable) ? Main.USER_ERROR : Main.BROKEN;
    }
}
