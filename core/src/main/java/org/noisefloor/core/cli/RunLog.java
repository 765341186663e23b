package org.noisefloor.core.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Host;
import org.noisefloor.core.report.RunFolder;
import org.slf4j.LoggerFactory;

/**
 * The log of a run, {@value RunFolder#LOG} in its folder: what the host does, and what libraries say of themselves through SLF4J,
 * behind which stands the JDK's own logging. On the console libraries are heard from warnings on.
 */
final class RunLog implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private final Handler file;

    private RunLog(Handler file) {
        this.file = file;
    }

    /** Takes the console from the JDK's default handler, which tells everything in two lines. */
    static void quietConsole(PrintWriter err) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new Warnings(err));
    }

    /** Starts the log of a run, or goes on with it; closed before the folder is published, since an open file keeps some systems from renaming. */
    static RunLog in(Path folder) {
        try {
            StreamHandler file = new StreamHandler(
                    Files.newOutputStream(
                            folder.resolve(RunFolder.LOG), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                    new Lines());
            file.setEncoding(StandardCharsets.UTF_8.name());
            file.setLevel(Level.INFO);
            // by default a stack trace on the console; on a full disk the records fail as well, and that is told
            file.setErrorManager(new Silent());
            ROOT.addHandler(file);
            return new RunLog(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What the run is asked to do. */
    void settings(Plan plan) {
        // not a constant: commands that keep no log would look for what stands behind SLF4J all the same
        org.slf4j.Logger log = LoggerFactory.getLogger(RunLog.class);
        log.info("noisefloor {} on Java {}, {}", Host.version(), Runtime.version(), plan.file());
        log.info("the config with all defaults: {}", plan.resolved());
    }

    @Override
    public void close() {
        ROOT.removeHandler(file);
        file.close();
    }

    /** What libraries warn of, a line each; the host tells its own warnings itself. */
    private static final class Warnings extends Handler {
        /** Whoever reads a manifest with an entry twice, of which the last counts, is told so each time, and not in which jar. */
        private static final String MANIFESTS = "java.util.jar";

        private final PrintWriter err;

        Warnings(PrintWriter err) {
            this.err = err;
            setLevel(Level.WARNING);
        }

        @Override
        public void publish(LogRecord record) {
            if (isLoggable(record) && !isOfTheHost(record) && !MANIFESTS.equals(record.getLoggerName())) {
                err.println("warning: " + record.getLoggerName() + ": " + oneLine(record.getMessage()));
            }
        }

        private static String oneLine(String message) {
            return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
        }

        private static boolean isOfTheHost(LogRecord record) {
            return String.valueOf(record.getLoggerName()).startsWith("org.noisefloor.core.");
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }

    private static final class Silent extends ErrorManager {
        @Override
        public void error(String message, Exception failed, int code) {}
    }

    /** {@code 2026-01-31T12:00:00Z INFO ai.djl.util.Platform: …} */
    private static final class Lines extends Formatter {
        @Override
        public String format(LogRecord record) {
            StringWriter trace = new StringWriter();
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(trace, true));
            }
            return record.getInstant().truncatedTo(ChronoUnit.SECONDS) + " "
                    + record.getLevel().getName() + " " + record.getLoggerName() + ": " + formatMessage(record) + "\n"
                    + trace;
        }
    }
}
