package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins}: what is installed, and how that changes. */
@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Shows what is installed, and changes it.",
        subcommands = {
            PluginsListCommand.class,
            PluginsDescribeCommand.class,
            PluginsNewCommand.class,
            PluginsVerifyCommand.class,
            PluginsInstallCommand.class,
            PluginsRemoveCommand.class,
            PluginsDisableCommand.class,
            PluginsEnableCommand.class,
            PluginsLockCommand.class
        })
final class PluginsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }
}
