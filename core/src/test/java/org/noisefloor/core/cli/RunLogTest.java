package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RunLogTest {
    @Test
    void whatALibraryWarnsOfIsALineAndWhatTheJdkSaysOfManifestsIsNone() {
        Logger root = Logger.getLogger("");
        Handler[] before = root.getHandlers();
        StringWriter console = new StringWriter();
        RunLog.quietConsole(new PrintWriter(console, true));
        try {
            Logger.getLogger("a.library").warning("no room\n\n  for all of it\n");
            Logger.getLogger("a.library").info("all is well");
            Logger.getLogger("java.util.jar").warning("Duplicate name in Manifest: Created-By.\nEnsure that");
        } finally {
            for (Handler ours : root.getHandlers()) {
                root.removeHandler(ours);
            }
            for (Handler each : before) {
                root.addHandler(each);
            }
        }
        assertThat(console.toString().lines()).containsExactly("warning: a.library: no room for all of it");
    }
}
