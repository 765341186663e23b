package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.PluginLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins lock}. */
@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = {
            "Writes down the digests of all usable plugins, so that a run takes no others.",
            "In the plugins folder the lock holds for every run; a config may name one of its own (plugins.lock)."
        })
final class PluginsLockCommand implements Callable<Integer> {
    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "another file than plugins.lock in this installation's plugins folder")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        Path target = file == null ? Installation.plugins().resolve(PluginLock.NAME) : file;
        PluginLock lock = PluginLock.of(target, catalogue);
        lock.write();
        spec.commandLine()
                .getOut()
                .println("locked " + String.join(", ", lock.plugins().keySet()) + " in " + target);
        return 0;
    }
}
