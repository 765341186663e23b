package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
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
        description = "Lists the sites of a model: name, width, and the tensor behind it.")
final class SitesCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "a model's file or folder")
    private Path model = Path.of("");

    @Option(
            names = "--backend",
            paramLabel = "ID",
            description = "the backend that opens it; without it, the one that finds something to open there")
    private @Nullable String backend;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Chosen<ModelBackend<?>> chosen = Backends.choose(
                Installation.catalogue(spec.commandLine().getErr()),
                Optional.ofNullable(backend),
                model.toAbsolutePath().normalize(),
                "--backend");
        try (LanguageModel opened = open(chosen, chosen.provider())) {
            List<Site> sites = opened.sites();
            Stream.concat(opened.info().notes().stream(), VocabularyInUse.surplus(opened.info()).stream())
                    .forEach(note -> spec.commandLine().getErr().println("note: " + note));
            int name =
                    sites.stream().mapToInt(site -> site.name().length()).max().orElse(4);
            out.println(String.format("%-" + name + "s  %6s  %s", "site", "width", "tensor"));
            for (Site site : sites) {
                out.println(String.format("%-" + name + "s  %6d  %s", site.name(), site.width(), site.tensor()));
            }
        }
        return 0;
    }

    private <O extends Record> LanguageModel open(Chosen<ModelBackend<?>> chosen, ModelBackend<O> provider) {
        return provider.open(
                model.toAbsolutePath().normalize(),
                provider.options().cast(chosen.options()),
                Installation.context(chosen.name()));
    }
}
