package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor inspect}: what files hold that an intervention is made from. {@code noisefloor ID PATH} is short for it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a file or folder holds that an intervention is made from, without a model.",
            "'noisefloor sae PATH' is short for 'noisefloor inspect sae PATH'."
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "the intervention that would read it, such as sae")
    private String id = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "a file or folder, as in the config")
    private Path path = Path.of("");

    /** As it was loaded to tell whether the first argument is an intervention; null where the command was spelled out. */
    private @Nullable Catalogue loaded;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Puts the command before an intervention's id that stands in its place. */
    static String[] spelledOut(CommandLine commands, String... arguments) {
        boolean command =
                System.getProperty("noisefloor.home") == null // not started by the launcher, so without plugins
                        || commands.getSubcommands().containsKey(arguments[0])
                        || !arguments[0].matches("[a-z][a-z0-9_]*");
        if (command) {
            return arguments;
        }
        Catalogue catalogue = Installation.catalogue();
        if (!catalogue.ids(InterventionProvider.class).contains(arguments[0])) {
            return arguments;
        }
        InspectCommand inspect =
                Objects.requireNonNull(commands.getSubcommands().get("inspect")).getCommand();
        inspect.loaded = catalogue;
        return Stream.concat(Stream.of("inspect"), Stream.of(arguments)).toArray(String[]::new);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue = Installation.warned(
                loaded == null ? Installation.catalogue() : loaded,
                spec.commandLine().getErr());
        List<String> ids = catalogue.ids(InterventionProvider.class);
        if (!ids.contains(id)) {
            throw UserError.unknown("inspect", "intervention", id, ids);
        }
        InterventionProvider<?> provider = catalogue.find(InterventionProvider.class, id, "inspect");
        Inspection found = provider.inspect(path, Installation.context(id));
        if (found.lines().isEmpty()) {
            throw new UserError("'" + id + "' is made from no files, so there is nothing to inspect");
        }
        int width = found.lines().stream()
                .mapToInt(line -> line.label().length())
                .max()
                .orElse(0);
        found.lines().forEach(line -> out.println(String.format("%-" + width + "s  %s", line.label(), line.value())));
        found.notes().forEach(note -> out.println("note: " + note));
        return 0;
    }
}
