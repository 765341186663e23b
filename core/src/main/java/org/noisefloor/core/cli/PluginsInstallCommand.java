package org.noisefloor.core.cli;

import java.nio.file.Path;
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
            "It is verified first, as 'plugins verify' does, and moved in place at once."
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
        Path place = new PluginFolder(Installation.plugins()).install(file, replace);
        spec.commandLine().getOut().println("installed " + place);
        return 0;
    }
}
