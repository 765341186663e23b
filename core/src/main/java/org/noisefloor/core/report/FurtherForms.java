package org.noisefloor.core.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.Chosen;

/** Writes further forms of a finished run's report into its folder. */
public final class FurtherForms {
    private FurtherForms() {}

    /**
     * @param overwrite whether a form that is there already is replaced
     * @return the names of the files that were written
     */
    public static List<String> write(
            Path folder, List<Chosen<ReportWriter<?>>> writers, boolean overwrite, RunFiles.ContextMaker contexts) {
        FinishedRun run = FinishedRun.open(folder);
        return new AddedFiles(folder, overwrite, Set.of())
                .add(run.provenance(), partial -> RunFiles.further(run, writers, partial, contexts));
    }
}
