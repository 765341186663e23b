package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words of ours: one sentence, and where to find what there is. */
final class Misuse {
    private static final Pattern UNKNOWN_TO_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");
    private static final List<Class<?>> WHOLE = List.of(int.class, Integer.class, long.class, Long.class);

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
        if (misuse instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return missing.getMissing().stream()
                    .sorted(Comparator.comparing(ArgSpec::isOption))
                    .map(each -> missing(each, List.of(arguments)))
                    .collect(Collectors.joining("; "));
        }
        if (misuse.getArgSpec() != null && misuse.getValue() != null) {
            return wrong(misuse, misuse.getArgSpec(), misuse.getValue());
        }
        String message = String.valueOf(misuse.getMessage());
        Matcher unknown = UNKNOWN_TO_HELP.matcher(message);
        return unknown.matches() ? unmatched(List.of(unknown.group(1)), command) : message;
    }

    private static String missing(ArgSpec argument, List<String> arguments) {
        if (argument instanceof OptionSpec option && Stream.of(option.names()).anyMatch(arguments::contains)) {
            return option.longestName() + " needs a value, " + argument.paramLabel();
        }
        String name = argument instanceof OptionSpec option ? option.longestName() + " " : "";
        return name + argument.paramLabel() + " is missing: " + String.join(" ", argument.description());
    }

    private static String wrong(ParameterException misuse, ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() + ": " : "";
        Object[] words = argument.type().getEnumConstants();
        if (words != null) {
            List<String> valid = Stream.of(words).map(Object::toString).toList();
            return name + UserError.unknownText(argument instanceof OptionSpec ? "word" : "argument", value, valid);
        }
        if (WHOLE.contains(argument.type())) {
            return name + "expected a whole number, found '" + value + "'";
        }
        if (argument.type() == boolean.class) {
            return name + "takes no value, found '" + value + "'";
        }
        if (misuse.getCause() instanceof TypeConversionException ours) {
            return name + ours.getMessage();
        }
        return name + "expected " + argument.paramLabel() + ", found '" + value + "'";
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
