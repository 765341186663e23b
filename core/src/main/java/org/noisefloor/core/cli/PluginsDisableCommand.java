package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import org.noisefloor.core.plugins.PluginFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code noisefloor plugins disable}. */
@Command(
        name = "disable",
        mixinStandardHelpOptions = true,
        description = "Takes a plugin out of use; it stays where it is, and 'plugins enable' brings it back.")
final class PluginsDisableCommand implements Callable<Integer> {
    @Mixin
    private PluginName plugin = new PluginName();

    @Override
    public Integer call() {
        return plugin.change("disabled", PluginFolder::disable);
    }
}
