package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins new}. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a project for a plugin of your own: it compiles, passes the contract of its kind, and has a page to fill in.",
            "It finds noisefloor's API and testkit in this installation."
        })
final class PluginsNewCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "metric, divergence, stratifier, intervention, backend, corpus or report")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "its id in a config, for instance my_metric")
    private String name = "";

    @Option(
            names = "--package",
            required = true,
            paramLabel = "PACKAGE",
            description = "the Java package, for instance org.example.metrics")
    private String javaPackage = "";

    @Option(names = "--gradle", description = "a Gradle build in place of Maven's")
    private boolean gradle;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "where the project goes, a folder that is not there yet; without it, NAME")
    private @Nullable Path output;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<ProjectKind> known = ProjectKind.named(kind);
        Optional<String> wrongName = PluginNames.faultOfId(name);
        List<UserError> mistakes = new ArrayList<>();
        if (known.isEmpty()) {
            mistakes.add(UserError.unknown("plugins new", "kind", kind, ProjectKind.names()));
        }
        wrongName.map(UserError::new).ifPresent(mistakes::add);
        if (known.isPresent() && wrongName.isEmpty()) {
            taken(known.get()).map(UserError::new).ifPresent(mistakes::add);
        }
        PluginNames.faultOfPackage(javaPackage).map(UserError::new).ifPresent(mistakes::add);
        if (!mistakes.isEmpty()) {
            throw UserError.all(mistakes);
        }
        Path folder = output == null ? Installation.path("plugins new", name) : output;
        new PluginProject(known.orElseThrow(), name, javaPackage, Installation.home(), gradle).write(folder);
        String build = gradle ? "gradle build" : "mvn package";
        String built = gradle ? "build/plugins" : "target/plugins";
        spec.commandLine().getOut().println("written " + folder);
        spec.commandLine()
                .getOut()
                .println("next: cd " + folder + "; " + build + "; noisefloor plugins list --plugins " + built);
        return 0;
    }

    /** Why the id cannot be had: a plugin of this id, or something of the kind, is there. */
    private Optional<String> taken(ProjectKind wanted) {
        for (Catalogue.Entry entry : Installation.catalogue().entries()) {
            boolean sameId =
                    entry.kind().equals(wanted.provides()) && entry.id().equals(name);
            if (sameId || entry.plugin().equals(name)) {
                return Optional.of("plugins new: there is " + (sameId ? "a " + entry.kind() : "a plugin") + " '" + name
                        + "' already (" + (entry.file().isEmpty() ? "noisefloor's own" : entry.file())
                        + "); take another id, 'my_" + name + "' for instance");
            }
        }
        return Optional.empty();
    }
}
