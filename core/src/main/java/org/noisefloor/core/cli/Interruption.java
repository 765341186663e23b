package org.noisefloor.core.cli;

import java.io.PrintWriter;
import org.noisefloor.core.report.RunFolder;
import sun.misc.Signal;

/**
 * What happens on Ctrl-C and on a request to end: what was half-written goes away, and the process stops at once.
 *
 * <p>The JVM's own way runs shutdown hooks beside the computation, and ONNX Runtime's hook frees what a running session still
 * uses, which crashes the process. Hence a handler of our own that halts, and no hooks.
 */
final class Interruption {
    private static final int BASE = 128;

    private Interruption() {}

    static void cleansUp(RunFolder folder, PrintWriter err) {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signal -> {
                folder.close();
                err.println();
                err.println(folder.remains()
                        .map(folderOfRun -> "interrupted; the sequence records are in " + folderOfRun)
                        .orElse("interrupted; nothing is left of this run"));
                Runtime.getRuntime().halt(BASE + signal.getNumber());
            });
        }
    }
}
