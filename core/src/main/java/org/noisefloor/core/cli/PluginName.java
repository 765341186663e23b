package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The argument of the commands that do something to one plugin of this installation. */
final class PluginName {
    @Parameters(index = "0", paramLabel = "PLUGIN", description = "a plugin's id, or the name of its file or folder")
    private String name = "";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /**
     * @param done what is said in the end: {@code removed}
     * @param change gives the plugin's place
     */
    int change(String done, BiFunction<PluginFolder, String, Path> change) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(done + " " + change.apply(new PluginFolder(Installation.plugins()), name));
        return 0;
    }
}
