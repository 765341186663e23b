package org.noisefloor.core.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "One line for everything that a plugin provides: id, kind, version, file and state.",
            "Exit code 2 if any of it cannot be used."
        })
final class PluginsListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print it as JSON")
    private boolean json;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "what is of this kind alone: backend, intervention, metric, stratifier, corpus or report")
    private @Nullable String kind;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        return print(json, kind, spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    /**
     * @param kind null for all
     * @return the exit code
     */
    static int print(boolean json, @Nullable String kind, PrintWriter out, PrintWriter err) {
        if (kind != null && !Catalogue.kinds().contains(kind)) {
            throw UserError.unknown("--kind", "kind", kind, Catalogue.kinds());
        }
        Catalogue catalogue = Installation.catalogue();
        catalogue.missingFolders().forEach(sentence -> err.println("warning: " + sentence));
        List<Catalogue.Entry> entries = catalogue.entries().stream()
                .filter(entry -> kind == null || entry.kind().equals(kind))
                .toList();
        if (json) {
            out.println(json(entries));
        } else {
            table(entries, out);
        }
        return entries.stream().allMatch(Catalogue.Entry::ok) ? 0 : Main.USER_ERROR;
    }

    private static void table(List<Catalogue.Entry> entries, PrintWriter out) {
        String form = "%-" + width(entries, Catalogue.Entry::id, "id") + "s  %-"
                + width(entries, Catalogue.Entry::kind, "kind") + "s  %-"
                + width(entries, Catalogue.Entry::version, "version") + "s  %-"
                + width(entries, Catalogue.Entry::file, "file") + "s  %s";
        out.println(String.format(form, "id", "kind", "version", "file", "state"));
        for (Catalogue.Entry entry : entries) {
            out.println(String.format(form, entry.id(), entry.kind(), entry.version(), entry.file(), entry.state()));
        }
    }

    private static String json(List<Catalogue.Entry> entries) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (Catalogue.Entry entry : entries) {
            all.addObject()
                    .put("plugin", entry.plugin())
                    .put("id", entry.id())
                    .put("kind", entry.kind())
                    .put("version", entry.version())
                    .put("file", entry.file())
                    .put("ok", entry.ok())
                    .put("state", entry.state())
                    .put("summary", entry.summary());
        }
        return all.toPrettyString();
    }

    private static int width(List<Catalogue.Entry> entries, Function<Catalogue.Entry, String> of, String title) {
        return Stream.concat(Stream.of(title), entries.stream().map(of))
                .mapToInt(String::length)
                .max()
                .orElseThrow();
    }
}
