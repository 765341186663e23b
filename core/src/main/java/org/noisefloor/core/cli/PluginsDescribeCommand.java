package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.OptionTable;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins describe}. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what an id stands for, and which options it takes in a config;",
            "or what a plugin holds: its version, its jars with their SHA-256, and all that it provides."
        })
final class PluginsDescribeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "an id that 'plugins list' shows, or the id of a plugin")
    private String id = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Catalogue catalogue = Installation.catalogue();
        List<Catalogue.Entry> entries = catalogue.entries().stream()
                .filter(entry -> entry.id().equals(id))
                .toList();
        List<Catalogue.Entry> ofPlugin = catalogue.entries().stream()
                .filter(entry -> entry.plugin().equals(id))
                .toList();
        if (!ofPlugin.isEmpty()) {
            plugin(catalogue, ofPlugin);
            entries.stream().filter(entry -> !ofPlugin.contains(entry)).forEach(entry -> describe(catalogue, entry));
            return 0;
        }
        if (entries.isEmpty()) {
            throw UserError.unknown(
                    "plugins describe",
                    "id",
                    id,
                    catalogue.entries().stream()
                            .flatMap(entry -> Stream.of(entry.id(), entry.plugin()))
                            .filter(each -> !each.isEmpty())
                            .distinct()
                            .toList());
        }
        entries.forEach(entry -> describe(catalogue, entry));
        return 0;
    }

    /** @param entries all that a plugin provides */
    private void plugin(Catalogue catalogue, List<Catalogue.Entry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("plugin " + id + ", version " + entries.get(0).version() + ", "
                + entries.get(0).file());
        catalogue.digests(entries.get(0)).forEach((jar, digest) -> out.println("  " + jar + "  " + digest));
        entries.forEach(entry -> {
            out.println();
            describe(catalogue, entry);
        });
    }

    private void describe(Catalogue catalogue, Catalogue.Entry entry) {
        PrintWriter out = spec.commandLine().getOut();
        out.println((entry.id().isEmpty() ? "(no id)" : entry.id()) + ", " + entry.kind() + " of " + entry.file()
                + ", version " + entry.version());
        if (!entry.ok()) {
            out.println("  cannot be used: " + entry.state());
            return;
        }
        out.println("  " + entry.summary());
        List<OptionTable.Row> options =
                catalogue.provider(entry).map(PluginsDescribeCommand::rows).orElse(List.of());
        if (options.isEmpty()) {
            out.println("  no options");
        }
        for (OptionTable.Row option : options) {
            out.println("  " + option.key() + " (" + option.type()
                    + (option.range().isEmpty() ? "" : ", " + option.range())
                    + option.fallback()
                            .map(value -> value.isEmpty() ? "; may be left out" : "; default " + value)
                            .orElse("; needed")
                    + ")");
            out.println("      " + option.doc());
        }
    }

    private static List<OptionTable.Row> rows(Provider<?> provider) {
        return OptionTable.of(provider.options()).rows();
    }
}
