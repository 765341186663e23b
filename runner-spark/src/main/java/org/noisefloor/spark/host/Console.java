package org.noisefloor.spark.host;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** How far all executors are together: a line whenever another part of ten is done, among Spark's own lines. */
final class Console {
    private final PrintWriter err;
    private final boolean quiet;
    private int sequences = 1;
    private int done;
    private long started;

    Console(PrintWriter err, boolean quiet) {
        this.err = err;
        this.quiet = quiet;
    }

    void begin(String phase, int sequences) {
        this.sequences = sequences;
        this.started = System.nanoTime();
        say(phase);
    }

    void advance(int more) {
        int before = 10 * done / sequences;
        done += more;
        if (10 * done / sequences == before) {
            return;
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        say(String.format(
                Locale.ROOT,
                "%d of %d sequences, %.2f/s%s",
                done,
                sequences,
                done / seconds,
                done >= sequences ? "" : ", " + left(seconds / done * (sequences - done))));
    }

    private static String left(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? whole / 3600 + " h " + whole % 3600 / 60 + " min left"
                : whole >= 60 ? whole / 60 + " min " + whole % 60 + " s left" : whole + " s left";
    }

    private void say(String line) {
        if (!quiet) {
            err.println(line);
        }
    }

    static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "this machine";
        }
    }
}
