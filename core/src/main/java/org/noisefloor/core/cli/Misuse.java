package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.List;
import org.noisefloor.api.UserError;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words of ours: one sentence, and where to find what there is. */
final class Misuse {
    private Misuse() {}

    /** picocli's handler of misuse. */
    static int told(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + sentence(misuse, command, arguments));
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is");
        return Main.USER_ERROR;
    }

    private static String sentence(ParameterException misuse, CommandLine command, String[] arguments) {
        if (misuse instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched(), command);
        }
        // a missing argument is often one that was mistaken for an option, which picocli tells second
        List<String> wrong = options(command, arguments);
        if (misuse instanceof MissingParameterException && !wrong.isEmpty()) {
            return unmatched(wrong, command);
        }
        // picocli's own sentence about a map option says the word twice
        return String.valueOf(misuse.getMessage()).replace("option option", "option");
    }

    private static String unmatched(List<String> unmatched, CommandLine command) {
        String first = unmatched.get(0);
        if (first.startsWith("-") && first.length() > 1) {
            String option = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            return UserError.unknownText("option", option, known(command));
        }
        return command.getSubcommands().isEmpty()
                ? "'" + first + "' is one argument too many"
                : UserError.unknownText(
                        "command", first, command.getSubcommands().keySet());
    }

    /** What was given as an option to the command and is none. */
    private static List<String> options(CommandLine command, String[] arguments) {
        List<String> known = known(command);
        return List.of(arguments).stream()
                .takeWhile(argument -> !argument.equals("--"))
                .filter(argument -> argument.startsWith("-") && argument.length() > 1)
                .filter(argument -> !known.contains(argument.replaceFirst("=.*", "")))
                .toList();
    }

    private static List<String> known(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList();
    }
}
