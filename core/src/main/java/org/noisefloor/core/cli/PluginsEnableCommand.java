package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins enable}. */
@Command(name = "enable", mixinStandardHelpOptions = true, description = "Brings a plugin back that was disabled.")
final class PluginsEnableCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PLUGIN", description = "a plugin's id, or the name of its file or folder")
    private String name = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path place = new PluginFolder(Installation.plugins()).enable(name);
        spec.commandLine().getOut().println("enabled " + place);
        return 0;
    }
}
