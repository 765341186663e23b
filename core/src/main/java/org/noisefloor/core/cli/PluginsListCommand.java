package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "One line for everything that a plugin provides: id, kind, version, file and state.")
final class PluginsListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        print(spec.commandLine().getOut(), spec.commandLine().getErr());
        return 0;
    }

    static void print(PrintWriter out, PrintWriter err) {
        Catalogue catalogue = Installation.catalogue();
        catalogue.missingFolder().ifPresent(sentence -> err.println("warning: " + sentence));
        List<Catalogue.Entry> entries = catalogue.entries();
        String form = "%-" + width(entries, Catalogue.Entry::id, "id") + "s  %-"
                + width(entries, Catalogue.Entry::kind, "kind") + "s  %-"
                + width(entries, Catalogue.Entry::version, "version") + "s  %-"
                + width(entries, Catalogue.Entry::file, "file") + "s  %s";
        out.println(String.format(form, "id", "kind", "version", "file", "state"));
        for (Catalogue.Entry entry : entries) {
            out.println(String.format(form, entry.id(), entry.kind(), entry.version(), entry.file(), entry.state()));
        }
    }

    private static int width(List<Catalogue.Entry> entries, Function<Catalogue.Entry, String> of, String title) {
        return Stream.concat(Stream.of(title), entries.stream().map(of))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
    }
}
