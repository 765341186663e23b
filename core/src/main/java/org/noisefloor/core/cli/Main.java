package org.noisefloor.core.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Host;
import org.noisefloor.core.plugins.PluginDefect;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command {@code noisefloor}. */
@Command(
        name = "noisefloor",
        description = "Tells whether a change inside a language model is real damage or noise.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            InitCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            SummarizeCommand.class,
            MergeCommand.class,
            RecordsCommand.class,
            SitesCommand.class,
            InspectCommand.class,
            PluginsCommand.class,
            DoctorCommand.class,
            SelftestCommand.class,
            SchemaCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "A first run:  noisefloor run examples/demo.yaml",
            "Exit codes:   0 done, 1 something broke, 2 something in the input needs mending,",
            "              3 the run is done, but a condition of its gate does not hold"
        })
public final class Main {
    static final int BROKEN = 1;
    static final int USER_ERROR = 2;
    static final int GATE_VIOLATED = 3;

    private static final String MORE_MEMORY = "take a smaller run.batch, or give the JVM more, for instance"
            + " NOISEFLOOR_JAVA_OPTS='-Xmx8g -XX:MaxDirectMemorySize=16g'";

    /** Inherited by every command. */
    @Option(
            names = "--plugins",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "a further plugins folder; repeatable, as NOISEFLOOR_PLUGINS names several")
    void plugins(List<Path> folders) {
        Installation.addFolders(folders);
    }

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        // what plugins and libraries print must not come between the lines that other programs read
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        PluginExit.isTold(err);
        Patience.watches(err);
        System.exit(run(out, err, args));
    }

    /** Runs a command in a process that is not the launcher's, or was left to us by it, and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        int code = answer(out, err, args);
        err.flush();
        // flushes too; a full device would otherwise look like success; who closes a pipe has read enough
        if (out.checkError() && code == 0 && !Terminal.isPiped()) {
            err.println("error: standard output could not be written to the end; the device may be full");
            err.flush();
            return BROKEN;
        }
        return code;
    }

    /** Two questions are answered without picocli, whose loading takes longer than all else that there is to do for them. */
    private static int answer(PrintWriter out, PrintWriter err, String... args) {
        return switch (String.join(" ", args)) {
            case "--version", "-V" -> version(out);
            case "plugins list" -> plugins(out, err);
            default -> command(out, err, args);
        };
    }

    private static int version(PrintWriter out) {
        out.println(Version.LINE);
        return 0;
    }

    private static int plugins(PrintWriter out, PrintWriter err) {
        RunLog.quietConsole(err);
        try {
            return PluginsListCommand.print(false, null, out, err);
        } catch (RuntimeException failure) {
            return failed(failure, err);
        }
    }

    private static int command(PrintWriter out, PrintWriter err, String... args) {
        RunLog.quietConsole(err);
        CommandLine commands = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .registerConverter(Path.class, Main::path)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Misuse::told)
                .setExecutionStrategy(Misuse::orRun)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, err));
        Misuse.collected(commands);
        return execute(
                commands, err, args.length == 0 ? new String[] {"--help"} : InspectCommand.spelledOut(commands, args));
    }

    private static int execute(CommandLine commands, PrintWriter err, String... args) {
        try {
            return commands.execute(args);
        } catch (OutOfMemoryError exhausted) {
            err.println("error: not enough memory (" + exhausted.getMessage() + "); " + remedy(exhausted));
            return BROKEN;
        }
    }

    /** The JVM calls it memory, too, where the system starts no more threads. */
    private static String remedy(Throwable exhausted) {
        return String.valueOf(exhausted.getMessage()).contains("native thread")
                ? "the system starts no more threads: allow more processes (ulimit -u, or the container's limit), or set run.threads"
                : MORE_MEMORY;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException invalid) {
            throw new TypeConversionException(Installation.notAPath(invalid));
        }
    }

    /** A line for each mistake. */
    static void tell(UserError error, PrintWriter err) {
        error.sentences().forEach(sentence -> err.println(Terminal.ofLauncher().red("error: ") + sentence));
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof UserError error) {
            tell(error, err);
            return USER_ERROR;
        }
        if (failure instanceof UncheckedIOException unreadable) {
            err.println("error: reading or writing failed: " + unreadable.getCause());
            return BROKEN;
        }
        if (failure instanceof PluginDefect && failure.getCause() instanceof OutOfMemoryError exhausted) {
            err.println("error: " + failure.getMessage() + "; " + remedy(exhausted));
            return BROKEN;
        }
        if (failure instanceof PluginDefect) {
            err.println(
                    "error: " + failure.getMessage()
                            + "; that is a defect of the plugin, not of your input: please report it to its author, with this:");
            failure.printStackTrace(err);
            return BROKEN;
        }
        err.println(
                "error: a defect of noisefloor or one of its plugins, not of your input; please report it with this:");
        failure.printStackTrace(err);
        return BROKEN;
    }

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        private static final String LINE = "noisefloor " + Host.version();

        @Override
        public String[] getVersion() {
            return new String[] {LINE};
        }
    }
}
