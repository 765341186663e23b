package org.noisefloor.core.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code noisefloor completion}: what makes a shell complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what makes a shell complete noisefloor's commands and options.",
            "bash, zsh:  source <(noisefloor completion bash)",
            "fish:       noisefloor completion fish > ~/.config/fish/completions/noisefloor.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    /** The shells that are known; the script for bash serves zsh too. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "the shell")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine all = spec.root().commandLine();
        spec.commandLine()
                .getOut()
                .print(
                        shell == Shell.fish
                                ? FishCompletion.of(all)
                                : AutoComplete.bash(spec.root().name(), all));
        return 0;
    }
}
