package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.report.RunFolder;
import sun.misc.Signal;

/**
 * What happens on Ctrl-C, on a request to end and when the terminal goes away: what was half-written goes away, and the
 * process stops at once.
 *
 * <p>The JVM's own way runs shutdown hooks beside the computation, and ONNX Runtime's hook frees what a running session still
 * uses, which crashes the process. Hence a handler of our own that halts, and no hooks.
 */
final class Interruption {
    private static final int BASE = 128;

    private static volatile @Nullable RunFolder current;

    private Interruption() {}

    /** The folder of the run that is going on. */
    static Optional<RunFolder> current() {
        return Optional.ofNullable(current);
    }

    static void cleansUp(RunFolder folder, PrintWriter err) {
        current = folder;
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                // the JVM leaves a signal alone that was ignored when it started, as nohup does with HUP
                Signal.handle(new Signal(name), signal -> stop(folder, err, BASE + signal.getNumber()));
            } catch (IllegalArgumentException notHere) {
                // Windows has no HUP, and -Xrs keeps all of them from us: then the process just ends
            }
        }
    }

    private static void stop(RunFolder folder, PrintWriter err, int code) {
        try {
            // the lock keeps the thread of the run from telling of the files that vanish under it
            synchronized (folder) {
                String left = cleaned(folder);
                err.println();
                err.println("interrupted; " + left);
                err.flush();
                Runtime.getRuntime().halt(code);
            }
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static String cleaned(RunFolder folder) {
        try {
            folder.close();
        } catch (UncheckedIOException failed) {
            return "not all of this run could be removed: see " + folder.path();
        }
        return folder.remains().orElse("nothing is left of this run");
    }
}
