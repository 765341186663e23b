package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.run.PreparedRun;

/** Checks the output before anything is opened. */
final class Preparation {
    private Preparation() {}

    /**
     * Whether the output cannot be used. That is told at once; then what is wrong with the rest of the run as well, since opening it
     * takes time, but less than another attempt.
     */
    static boolean refuses(Plan plan, Path output, RunFolder.Existing existing, PrintWriter err) {
        try {
            RunFolder.check(output, existing);
            return false;
        } catch (UserError refused) {
            Main.tell(refused, err);
        }
        try (ConsoleProgress progress = new ConsoleProgress(err, Terminal.ofLauncher(), false)) {
            PreparedRun.open(plan, Installation.cache(), progress).close();
        } catch (UserError others) {
            Main.tell(others, err);
        }
        return true;
    }
}
