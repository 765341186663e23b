package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code noisefloor plugins remove}. */
@Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a plugin from this installation.")
final class PluginsRemoveCommand implements Callable<Integer> {
    @Mixin
    private PluginName plugin = new PluginName();

    @Override
    public Integer call() {
        return plugin.change("removed", PluginFolder::remove);
    }
}
