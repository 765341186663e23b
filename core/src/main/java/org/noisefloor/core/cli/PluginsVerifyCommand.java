package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor plugins verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Looks whether plugins can be installed: loads each by itself, as noisefloor would, and says what is wrong.",
            "Classes that its code needs and nobody has are found too, and what breaks the contract of its kind.",
            "Exit code 2 if anything is wrong."
        })
final class PluginsVerifyCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "a plugin's jar, or the folder that holds it with its libraries")
    private List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean well = true;
        for (Path file : files) {
            well &= verify(file);
        }
        return well ? 0 : Main.USER_ERROR;
    }

    private boolean verify(Path file) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> findings = new ArrayList<>();
        try {
            List<String> untried = new ArrayList<>();
            Verification verified = Verification.of(file, provider -> Contract.findings(provider, untried::add));
            findings.addAll(verified.findings());
            untried.forEach(note -> out.println(file + ": note: " + note));
            verified.entries().stream()
                    .filter(Catalogue.Entry::ok)
                    .forEach(entry -> out.println(file + ": " + entry.kind() + " '" + entry.id() + "' of plugin '"
                            + entry.plugin() + "' " + entry.version() + ": " + entry.summary()));
        } catch (UserError refused) {
            findings.addAll(refused.sentences());
        }
        findings.forEach(finding -> out.println(file + ": " + finding));
        out.println(file + ": " + (findings.isEmpty() ? "nothing is wrong" : "findings: " + findings.size()));
        return findings.isEmpty();
    }
}
