package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code noisefloor plugins enable}. */
@Command(name = "enable", mixinStandardHelpOptions = true, description = "Brings a plugin back that was disabled.")
final class PluginsEnableCommand implements Callable<Integer> {
    @Mixin
    private PluginName plugin = new PluginName();

    @Override
    public Integer call() {
        return plugin.change("enabled", PluginFolder::enable);
    }
}
