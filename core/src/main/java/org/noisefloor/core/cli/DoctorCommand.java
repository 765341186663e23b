package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.Host;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code noisefloor doctor}: what a run finds on this machine, and what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at Java, memory, cache, disk and plugins, loads the engine of every backend, and says on which devices it"
                        + " can compute and what others need. Exit code 2 if something needs mending.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue =
                Installation.warned(Installation.seenAnew(), spec.commandLine().getErr());
        out.println("noisefloor " + Host.version() + ", Java " + Runtime.version() + ", "
                + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        List<String> wrong = new ArrayList<>();
        Surroundings.print(out, wrong);
        plugins(catalogue, out, wrong);
        boolean well = wrong.isEmpty();
        for (ModelBackend<?> backend : catalogue.all(ModelBackend.class).stream()
                .<ModelBackend<?>>map(each -> each)
                .toList()) {
            out.println("backend " + backend.id());
            List<String> problems = problems(backend, out);
            problems.forEach(problem -> out.println("  cannot be used: " + problem));
            well &= problems.isEmpty();
        }
        return well ? 0 : Main.USER_ERROR;
    }

    private static void plugins(Catalogue catalogue, PrintWriter out, List<String> wrong) {
        List<Catalogue.Entry> broken =
                catalogue.entries().stream().filter(entry -> !entry.ok()).toList();
        out.println("plugins: " + catalogue.providers().size() + " ids can be used, " + broken.size()
                + " cannot (noisefloor plugins list)");
        broken.forEach(entry -> {
            String sentence = entry.file() + ": " + entry.state();
            out.println("  cannot be used: " + sentence);
            wrong.add(sentence);
        });
    }

    /** Tells what a backend says of its engine; what is returned keeps it from being used at all. */
    private static List<String> problems(ModelBackend<?> backend, PrintWriter out) {
        if (backend.probe().isPresent()) {
            return backend.probe().stream().toList();
        }
        try {
            backend.diagnosis(Installation.context(backend.id())).forEach(line -> out.println("  " + line));
            return List.of();
        } catch (UserError refused) {
            return refused.sentences();
        }
    }
}
