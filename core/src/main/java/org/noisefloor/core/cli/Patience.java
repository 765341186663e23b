package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.IdentityHashMap;
import org.noisefloor.core.plugins.Calls;

/** Tells of a call into a plugin that does not come back. It ends nothing: who is waiting for what is for the user to judge. */
final class Patience {
    private static final int FIRST_TOLD = 5;
    private static final long MINUTE = 60_000;

    private final PrintWriter err;
    /** How many looks a call has lasted. */
    private IdentityHashMap<Object, Integer> lasted = new IdentityHashMap<>();

    Patience(PrintWriter err) {
        this.err = err;
    }

    /** Looks once a minute, until the process ends. */
    static void watches(PrintWriter err) {
        Patience patience = new Patience(err);
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            Thread.sleep(MINUTE);
                            patience.look(Calls.going());
                        }
                    } catch (InterruptedException over) {
                        Thread.currentThread().interrupt();
                    }
                },
                "patience");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells of what lasts five minutes, ten, twenty, and so on. */
    void look(Collection<Calls.Going> going) {
        IdentityHashMap<Object, Integer> still = new IdentityHashMap<>();
        for (Calls.Going each : going) {
            int looks = lasted.getOrDefault(each.call(), 0) + 1;
            still.put(each.call(), looks);
            if (looks % FIRST_TOLD == 0 && Integer.bitCount(looks / FIRST_TOLD) == 1) {
                err.println("note: for " + looks + " minutes this has been waiting for " + each.words()
                        + "; if that should not take so long, Ctrl-C ends it");
                err.flush();
            }
        }
        lasted = still;
    }
}
