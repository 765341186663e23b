package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.noisefloor.core.run.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress on standard error: a line that is drawn anew on a terminal, a plain line for each tenth otherwise. Both tell the
 * rate and the time left.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
    private static final int BAR = 24;
    private static final long REDRAW_NANOS = 200_000_000;
    /** Between plain lines where it is not known what a tenth is. */
    private static final long PLAIN_NANOS = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleProgress.class);

    private final PrintWriter err;
    private final Terminal terminal;
    private final boolean quiet;
    private final String unit;
    private final LongSupplier nanos;

    private String phase = "";
    private long total;
    private long done;
    private long started;
    private long drawn;
    private long tenth;
    private int lineLength;
    private String soFar = "";

    /** @param quiet whether nothing but warnings is told */
    ConsoleProgress(PrintWriter err, Terminal terminal, boolean quiet) {
        this(err, terminal, quiet, "tokens");
    }

    /** @param unit what is counted */
    ConsoleProgress(PrintWriter err, Terminal terminal, boolean quiet, String unit) {
        this(err, terminal, quiet, unit, System::nanoTime);
    }

    /** @param nanos the clock */
    ConsoleProgress(PrintWriter err, Terminal terminal, boolean quiet, String unit, LongSupplier nanos) {
        this.quiet = quiet;
        this.unit = unit;
        this.err = err;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    @Override
    public void phase(String name, long total) {
        eraseLine();
        this.phase = name;
        this.total = total;
        this.done = 0;
        this.tenth = 0;
        this.soFar = "";
        LOG.info(name);
        if (quiet) {
            return;
        }
        this.started = nanos.getAsLong();
        this.drawn = terminal.interactive() ? started - REDRAW_NANOS : started;
        if (!terminal.interactive()) {
            err.println(name);
        } else {
            draw();
        }
    }

    @Override
    public void advance(long more) {
        done += more;
        if (quiet) {
            return;
        }
        if (terminal.interactive()) {
            draw();
        } else if (total > 0 && 10 * done / total > tenth && done < total) {
            tenth = 10 * done / total;
            err.println(phase + ": " + left() + rate());
        } else if (total == 0 && nanos.getAsLong() - drawn >= PLAIN_NANOS) {
            drawn = nanos.getAsLong();
            err.println(phase + ": " + soFar());
        }
    }

    @Override
    public void found(String soFar) {
        this.soFar = soFar;
    }

    @Override
    public void note(String sentence) {
        LOG.info(sentence);
        if (!quiet) {
            eraseLine();
            err.println("note: " + sentence);
        }
    }

    @Override
    public void warn(String sentence) {
        LOG.warn(sentence);
        eraseLine();
        err.println(terminal.yellow("warning: ") + sentence);
    }

    /** The last phase is over. */
    void done() {
        eraseLine();
    }

    private void draw() {
        long now = nanos.getAsLong();
        if (now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        String line = phase;
        if (total > 0) {
            int filled = (int) Math.min(BAR, BAR * done / total);
            line = "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + left() + ": " + phase + rate();
        } else if (done > 0) {
            line += ": " + soFar();
        }
        line = line.length() >= terminal.columns() ? line.substring(0, terminal.columns() - 1) : line;
        err.print("\r" + line + " ".repeat(Math.max(0, lineLength - line.length())));
        err.flush();
        lineLength = line.length();
    }

    /** "12,345 tokens, 1,234 tokens/s": all that is known without a total. */
    private String soFar() {
        double seconds = Math.max(1e-9, (nanos.getAsLong() - started) / 1e9);
        return String.format(Locale.ROOT, "%,d %s, %s", done, unit, each(done / seconds));
    }

    /** "42 %, 1 min 20 s left": what a narrow terminal has to show, so it stands first. */
    private String left() {
        String percent = String.format(Locale.ROOT, "%d %%", Math.min(100, 100 * done / total));
        double rate = perSecond();
        return rate > 0 ? percent + ", " + duration(Math.max(0, total - done) / rate) + " left" : percent;
    }

    /** ", 1,234 tokens/s; kl 0.153 under sae". */
    private String rate() {
        double rate = perSecond();
        return rate > 0 ? ", " + each(rate) + (soFar.isEmpty() ? "" : "; " + soFar) : "";
    }

    /** "1,234 tokens/s", "2.4 repetitions/s". */
    private String each(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%,.1f %s/s" : "%,.0f %s/s", rate, unit);
    }

    /** 0 before anything is done. */
    private double perSecond() {
        double seconds = (nanos.getAsLong() - started) / 1e9;
        return seconds > 0 ? done / seconds : 0;
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    private void eraseLine() {
        if (terminal.interactive() && lineLength > 0) {
            err.print("\r" + " ".repeat(lineLength) + "\r");
            err.flush();
            lineLength = 0;
        }
    }

    @Override
    public void close() {
        eraseLine();
    }
}
