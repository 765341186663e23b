package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in words of ours: one sentence, and where to find what there is. */
final class Misuse {
    private static final Pattern UNKNOWN_TO_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");
    private static final List<Class<?>> WHOLE = List.of(int.class, Integer.class, long.class, Long.class);

    private Misuse() {}

    /** Lets picocli go on behind a mistake, so that {@link #orRun} can tell the others as well. */
    static void collected(CommandLine command) {
        command.getCommandSpec().parser().collectErrors(true);
        command.getSubcommands().values().forEach(Misuse::collected);
    }

    /** picocli's strategy: tells all mistakes; where there are none, the command runs. */
    static int orRun(ParseResult parsed) {
        List<ParameterException> found = Stream.iterate(parsed, Objects::nonNull, ParseResult::subcommand)
                .flatMap(each -> each.errors().stream())
                .map(ParameterException.class::cast)
                .toList();
        return found.isEmpty()
                ? new RunLast().execute(parsed)
                : told(found, parsed.originalArgs().toArray(String[]::new));
    }

    /** picocli's handler of a mistake behind which it cannot go on. */
    static int told(ParameterException misuse, String[] arguments) {
        return told(List.of(misuse), arguments);
    }

    private static int told(List<ParameterException> found, String[] arguments) {
        CommandLine command = found.get(0).getCommandLine();
        PrintWriter err = command.getErr();
        sentences(found, command, arguments).distinct().forEach(sentence -> err.println("error: " + sentence));
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' shows what there is");
        return Main.USER_ERROR;
    }

    private static Stream<String> sentences(List<ParameterException> found, CommandLine command, String[] arguments) {
        List<String> tooMany = tooMany(found);
        if (!command.getSubcommands().isEmpty() && tooMany.stream().anyMatch(each -> !each.startsWith("-"))) {
            return Stream.of(unmatched(tooMany.get(0), command)); // of a command that is none nobody knows the options
        }
        List<String> unknown = options(command, arguments);
        Stream<String> wrong = Stream.concat(
                unknown.stream().map(option -> unknownOption(option, command)),
                found.stream()
                        .filter(each -> !(each instanceof UnmatchedArgumentException)
                                && missing(each).isEmpty())
                        .map(each -> sentence(each, command)));
        // what is missing or too many is often what belongs to an option that is none
        return unknown.isEmpty()
                ? Stream.of(wrong, tooMany.stream().map(each -> unmatched(each, command)), tooFew(found, arguments))
                        .flatMap(each -> each)
                : wrong;
    }

    /** The first argument that nobody takes; not one that is wrong by itself. */
    private static List<String> tooMany(List<ParameterException> found) {
        Set<String> values = found.stream().map(ParameterException::getValue).collect(Collectors.toSet());
        return found.stream()
                .filter(UnmatchedArgumentException.class::isInstance)
                .map(each -> ((UnmatchedArgumentException) each).getUnmatched().get(0))
                .filter(first -> !values.contains(first))
                .toList();
    }

    private static Stream<String> tooFew(List<ParameterException> found, String[] arguments) {
        String missing = found.stream()
                .flatMap(each -> missing(each).stream())
                .distinct()
                .sorted(Comparator.comparing(ArgSpec::isOption))
                .map(each -> missing(each, List.of(arguments)))
                .collect(Collectors.joining("; "));
        return Stream.of(missing).filter(each -> !each.isEmpty());
    }

    private static List<ArgSpec> missing(ParameterException misuse) {
        return misuse instanceof MissingParameterException missing ? missing.getMissing() : List.of();
    }

    private static String sentence(ParameterException misuse, CommandLine command) {
        if (misuse.getArgSpec() != null && misuse.getValue() != null) {
            return wrong(misuse, misuse.getArgSpec(), misuse.getValue());
        }
        String message = String.valueOf(misuse.getMessage());
        Matcher unknown = UNKNOWN_TO_HELP.matcher(message);
        return unknown.matches() ? unmatched(unknown.group(1), command) : message;
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

    private static String unmatched(String first, CommandLine command) {
        if (first.startsWith("-") && first.length() > 1) {
            return unknownOption(first, command);
        }
        return command.getSubcommands().isEmpty()
                ? "'" + first + "' is one argument too many"
                : UserError.unknownText(
                        "command", first, command.getSubcommands().keySet());
    }

    private static String unknownOption(String argument, CommandLine command) {
        return UserError.unknownText("option", argument.replaceFirst("=.*", ""), known(command));
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
