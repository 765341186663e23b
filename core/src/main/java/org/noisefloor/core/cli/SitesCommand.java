package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.core.config.Backends;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.run.prepare.VocabularyInUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor sites}: where a model can be cut. */
@Command(
        name = "sites",
        mixinStandardHelpOptions = true,
        description = "Lists the sites of a model: name, width, and the tensor behind it.",
        footer = {
            "",
            "A config has a site by its name here, by the name of its tensor, or by a pattern: blocks.*.hook_resid_post."
        })
final class SitesCommand implements Callable<Integer> {
    private static final int NUMBER = 6;

    @Parameters(index = "0", paramLabel = "MODEL", description = "a model's file or folder")
    private Path model = Path.of("");

    @Option(
            names = "--backend",
            paramLabel = "ID",
            description = "the backend that opens it; without it, the one that finds something to open there")
    private @Nullable String backend;

    @Option(
            names = "--all",
            description =
                    "everything at which the model can be cut, also what has no TransformerLens name: every float tensor"
                            + " [batch, sequence, width], with its type, where it lies, and what makes it")
    private boolean all;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path path = model.toAbsolutePath().normalize();
        Chosen<ModelBackend<?>> chosen = Backends.choose(
                Installation.catalogue(spec.commandLine().getErr()), Optional.ofNullable(backend), path, "--backend");
        try (LanguageModel opened = Backends.open(chosen, path, Installation.context(chosen.name()))) {
            Stream.concat(opened.info().notes().stream(), VocabularyInUse.surplus(opened.info()).stream())
                    .forEach(note -> spec.commandLine().getErr().println("note: " + note));
            List<SitePlace> every = all ? opened.everySite() : List.of();
            if (all && every.size() == opened.sites().size()) {
                spec.commandLine().getErr().println("note: there are no others than those with a TransformerLens name");
            }
            print(every.size() > opened.sites().size() ? places(every) : names(opened.sites()));
        }
        return 0;
    }

    private static List<List<String>> names(List<Site> sites) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("site", "width", "tensor")));
        sites.forEach(site -> rows.add(List.of(site.name(), Integer.toString(site.width()), site.tensor())));
        return rows;
    }

    private static List<List<String>> places(List<SitePlace> sites) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("site", "width", "type", "place", "made by")));
        sites.forEach(each -> rows.add(List.of(
                each.site().name(),
                Integer.toString(each.site().width()),
                each.element(),
                each.place(),
                each.maker())));
        return rows;
    }

    /** In columns, of which the second one holds numbers. */
    private void print(List<List<String>> rows) {
        StringBuilder format = new StringBuilder();
        for (int c = 0; c < rows.get(0).size(); c++) {
            int column = c;
            int width = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0);
            format.append(
                    c == 1
                            ? "  %" + Math.max(NUMBER, width) + "s"
                            : (c == 0 ? "%-" : "  %-") + Math.max(1, width) + "s");
        }
        rows.forEach(row -> spec.commandLine()
                .getOut()
                .println(String.format(format.toString(), row.toArray()).stripTrailing()));
    }
}
