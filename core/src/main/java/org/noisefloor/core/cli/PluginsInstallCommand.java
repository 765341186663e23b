package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins install}. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a plugin into this installation: a jar, or a folder of jars.",
            "It is verified first, as 'plugins verify' does, contracts too, and moved in place at once.",
            "Exit code 2, and nothing is installed, if anything is wrong."
        })
final class PluginsInstallCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "a plugin's jar, or the folder that holds it with its libraries")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "take the place of a plugin of the same id")
    private boolean replace;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> untried = new ArrayList<>();
        Path place = new PluginFolder(Installation.plugins())
                .install(file, replace, provider -> Contract.findings(provider, untried::add));
        untried.forEach(note -> out.println(file + ": note: " + note));
        out.println("installed " + place);
        return 0;
    }
}
