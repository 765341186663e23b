package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.noisefloor.api.ReportWriter;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Chosen;

/**
 * Writes further forms of a finished run's report into its folder. They are written to a hidden folder beside it first, so that
 * nothing is replaced by halves, and nothing at all that the run itself or a stranger wrote.
 */
public final class FurtherForms {
    private static final String PARTIAL = ".further-";

    private FurtherForms() {}

    /**
     * @param overwrite whether a form that is there already is replaced
     * @return the names of the files that were written
     */
    public static List<String> write(Path folder, List<Chosen<ReportWriter<?>>> writers, boolean overwrite) {
        FinishedRun run = FinishedRun.open(folder);
        try {
            Path target = folder.toRealPath();
            Path partial = target.resolveSibling("." + target.getFileName() + PARTIAL
                    + ProcessHandle.current().pid());
            RunFolder.delete(partial);
            Files.createDirectory(partial);
            try {
                RunFiles.further(run, writers, partial);
                List<String> names = RunFiles.names(partial);
                Set<String> written = RunFiles.writtenTo(folder);
                for (String name : names) {
                    check(folder, name, written, overwrite);
                }
                for (String name : names) {
                    RunFolder.delete(folder.resolve(name));
                    Files.move(partial.resolve(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
                List<String> all = new ArrayList<>(written);
                all.addAll(names);
                RunFiles.provenance(folder, run.provenance(), all);
                return names;
            } finally {
                RunFolder.delete(partial);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void check(Path folder, String name, Set<String> written, boolean overwrite) {
        if (RunFolder.OWN.contains(name)) {
            throw new UserError(folder.resolve(name)
                    + ": a report writer wants to replace what the run itself wrote; that is a defect of its plugin");
        }
        if (Files.exists(folder.resolve(name)) && !written.contains(name)) {
            throw new UserError(folder.resolve(name) + ": no run wrote this file, so it is not replaced; move it away");
        }
        if (Files.exists(folder.resolve(name)) && !overwrite) {
            throw new UserError(folder.resolve(name) + ": is there already; --overwrite replaces it");
        }
    }
}
