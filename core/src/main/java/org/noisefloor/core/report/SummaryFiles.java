package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Chosen;

/**
 * Where a report that was made anew is written to: into the folder of its run, or into one of its own.
 *
 * @param folder of the run
 * @param output null for the run's folder
 */
public record SummaryFiles(Path folder, @Nullable Path output, boolean overwrite) {

    /**
     * Checks, before anything is computed, that it can be written.
     *
     * @throws UserError if something is in the way
     */
    public void check() {
        if (output != null) {
            if (Files.exists(output.resolve(RunFolder.REPORT))
                    && !RunFiles.writtenTo(output).contains(RunFolder.REPORT)) {
                throw new UserError("--output: " + output + " holds a report that was made from records already, and"
                        + " --overwrite is for the run's own folder; remove it, or name a new folder");
            }
            RunFolder.check(output, RunFolder.Existing.NEVER);
        } else if (Files.exists(folder.resolve(RunFolder.REPORT)) && !overwrite) {
            throw new UserError(folder.resolve(RunFolder.REPORT)
                    + ": is there already; --overwrite replaces it, --output writes to another folder");
        }
    }

    public Path target() {
        return output == null ? folder : output;
    }

    /** Writes report.json and further forms. */
    public FurtherForms.Outcome write(
            RunReport report, StoredRun stored, List<Chosen<ReportWriter<?>>> writers, RunFiles.ContextMaker contexts) {
        FinishedRun run = FinishedRun.of(stored, report);
        AddedFiles.Work work = into -> Files.writeString(into.resolve(RunFolder.REPORT), ReportJson.text(report));
        List<String> names = new ArrayList<>();
        if (output == null) {
            names.addAll(new AddedFiles(folder, overwrite, Set.of(RunFolder.REPORT)).add(run.provenance(), work));
        } else {
            try (RunFolder fresh = RunFolder.prepare(output, RunFolder.Existing.NEVER)) {
                work.write(fresh.path());
                names.addAll(RunFiles.names(fresh.path()));
                fresh.publish();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        FurtherForms.Outcome forms = FurtherForms.write(run, output == null, target(), writers, overwrite, contexts);
        names.addAll(forms.written());
        return new FurtherForms.Outcome(names, forms.failed());
    }
}
