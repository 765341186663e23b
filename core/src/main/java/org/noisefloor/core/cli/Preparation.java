package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.run.PreparedRun;

/** Checks the output before anything is opened. */
final class Preparation {
    private Preparation() {}

    /**
     * Refuses an output that cannot be used, and then tells what is wrong with the rest of the run as well: opening it takes
     * time, but less than another attempt.
     */
    static void check(Plan plan, boolean overwrite, PrintWriter err) {
        try {
            RunFolder.check(plan.output(), overwrite);
        } catch (UserError refused) {
            throw withOthers(refused, plan, err);
        }
    }

    private static UserError withOthers(UserError refused, Plan plan, PrintWriter err) {
        try (ConsoleProgress progress = new ConsoleProgress(err, Terminal.ofLauncher(), false)) {
            PreparedRun.open(plan, Installation.cache(), progress).close();
            return refused;
        } catch (UserError others) {
            return UserError.all(List.of(refused, others));
        }
    }
}
