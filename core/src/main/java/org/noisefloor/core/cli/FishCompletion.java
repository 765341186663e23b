package org.noisefloor.core.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish, which picocli does not write: a line for each command and option. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine program) {
        StringBuilder lines = new StringBuilder();
        add(program, "complete -c " + program.getCommandName(), "__fish_use_subcommand", lines);
        return lines.toString();
    }

    /** @param when the condition of fish under which the command is the one that is being typed */
    private static void add(CommandLine command, String complete, String when, StringBuilder lines) {
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            lines.append(complete)
                    .append(" -f -n ")
                    .append(quoted(when))
                    .append(" -a ")
                    .append(sub.getKey())
                    .append(" -d ")
                    .append(quoted(
                            first(sub.getValue().getCommandSpec().usageMessage().description())))
                    .append('\n');
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            lines.append(complete).append(" -n ").append(quoted(when));
            for (String name : option.names()) {
                lines.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
            }
            lines.append(option.arity().max() > 0 ? " -r" : "")
                    .append(" -d ")
                    .append(quoted(first(option.description())))
                    .append('\n');
        }
        command.getSubcommands().forEach((name, sub) -> add(sub, complete, within(name, sub), lines));
    }

    private static String within(String name, CommandLine command) {
        String seen = "__fish_seen_subcommand_from " + name;
        List<String> deeper = List.copyOf(command.getSubcommands().keySet());
        return deeper.isEmpty() ? seen : seen + "; and not __fish_seen_subcommand_from " + String.join(" ", deeper);
    }

    private static String first(String... lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
