package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.noisefloor.core.plugins.Calls;

/**
 * What happens when a plugin calls {@code System.exit}: nobody can keep it from doing so (the security manager is gone), but the end can
 * be told, and is no success. {@code Runtime.halt} and a crash of native code leave no chance to.
 *
 * <p>The JVM ends through this hook too when noisefloor itself is done; then no plugin is on the stack, and nothing happens.
 */
final class PluginExit {
    private PluginExit() {}

    static void isTold(PrintWriter err) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Calls.ended().ifPresent(who -> told(who, err)), "exit"));
    }

    /** Halts at once: hooks of native libraries run beside this one, and free what others still use. */
    private static void told(String who, PrintWriter err) {
        try {
            err.println();
            err.println("error: " + who
                    + " ended the process (System.exit), which is for noisefloor alone to do; leave the plugin"
                    + " out, and tell its author");
            Interruption.current().ifPresent(folder -> {
                try {
                    folder.close();
                    folder.remains().ifPresent(kept -> err.println("note: " + kept));
                } catch (UncheckedIOException failed) {
                    err.println("note: see " + folder.path() + " for what is left of this run");
                }
            });
            err.flush();
        } finally {
            Runtime.getRuntime().halt(Main.BROKEN);
        }
    }
}
