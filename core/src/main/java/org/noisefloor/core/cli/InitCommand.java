package org.noisefloor.core.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.core.config.Backends;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.ConfigSchema;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor init}: a first config for a model, with comments. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a first config for a model and its SAEs: at the sites that the SAEs name, with three noise floors.",
            "To standard output, or to a file; beside that, the schema with which editors check and complete it."
        })
final class InitCommand implements Callable<Integer> {
    /** The intervention that files of this kind belong to. */
    private static final String SAE = "sae";

    @Parameters(index = "0", paramLabel = "MODEL", description = "a model's file or folder")
    private Path model = Path.of("");

    @Parameters(index = "1..*", paramLabel = "SAE", description = "SAEs, as their authors published them")
    private List<Path> saes = List.of();

    @Option(names = "--corpus", paramLabel = "FILE", description = "the text; without it, a name to put yours under")
    private @Nullable Path corpus;

    @Option(names = "--output", paramLabel = "FILE.yaml", description = "where to write; without it, standard output")
    private @Nullable Path output;

    @Option(names = "--force", description = "replace a file that is there")
    private boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        refuseToReplace();
        if (corpus != null && !Files.exists(corpus)) {
            throw new UserError("--corpus: there is no " + corpus
                    + "; name your text, or leave the option out and put its name into the config later");
        }
        Catalogue catalogue = Installation.catalogue(spec.commandLine().getErr());
        Path folder = output == null
                ? Path.of("").toAbsolutePath()
                : Optional.ofNullable(output.toAbsolutePath().getParent()).orElseThrow();
        Path path = model.toAbsolutePath().normalize();
        Chosen<ModelBackend<?>> backend = Backends.choose(catalogue, Optional.empty(), path, "init");
        List<FirstConfig.Sae> found =
                saes.stream().map(sae -> inspected(catalogue, sae)).toList();
        String config;
        try (LanguageModel opened = Backends.open(backend, path, Installation.context(backend.name()))) {
            config = new FirstConfig(folder, model, backend.provider().id(), Optional.ofNullable(corpus), opened, found)
                    .text();
        }
        write(config, catalogue);
        return 0;
    }

    private void refuseToReplace() {
        if (output != null && Files.exists(output) && !force) {
            throw new UserError(output + " is there already; --force replaces it, or name another file");
        }
    }

    private static FirstConfig.Sae inspected(Catalogue catalogue, Path path) {
        InterventionProvider<?> provider = catalogue.find(InterventionProvider.class, SAE, "init");
        Inspection inspection = provider.inspect(path, Installation.context(SAE));
        return new FirstConfig.Sae(
                path,
                inspection.lines().stream()
                        .filter(line -> line.label().equals("reads"))
                        .map(Inspection.Line::value)
                        .findFirst()
                        .orElse(""));
    }

    private void write(String config, Catalogue catalogue) {
        if (output == null) {
            spec.commandLine().getOut().print(config);
            return;
        }
        List<String> written = new ArrayList<>();
        try {
            Files.writeString(output, config);
            written.add(output.toString());
            Path schema = output.resolveSibling(FirstConfig.SCHEMA);
            if (force || !Files.exists(schema)) {
                Files.writeString(schema, ConfigSchema.json(catalogue).toPrettyString() + "\n");
                written.add(schema.toString());
            }
        } catch (IOException failed) {
            throw new UserError("--output: " + output + " cannot be written (" + failed.getMessage() + ")", failed);
        }
        spec.commandLine().getOut().println("Written: " + String.join(", ", written));
        spec.commandLine().getOut().println("Next:    noisefloor check " + output);
    }
}
