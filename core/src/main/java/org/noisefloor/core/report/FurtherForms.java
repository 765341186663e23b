package org.noisefloor.core.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.core.config.Chosen;

/**
 * Writes further forms of a finished run's report into its folder. The run stands whatever a writer does: each has a folder of its own, from
 * which its files are moved when it is done, and what it spoils of the run is put back.
 */
public final class FurtherForms {
    private FurtherForms() {}

    /**
     * What became of some forms.
     *
     * @param written the names of the files
     * @param failed one for each form that was not written
     */
    public record Outcome(List<String> written, List<Failure> failed) {}

    /**
     * Why a form was not written.
     *
     * @param form the name of its entry
     * @param cause what was thrown
     */
    public record Failure(String form, String sentence, Exception cause) {
        /** Whether it is something that the user can mend. */
        public boolean mendable() {
            return cause instanceof UserError;
        }
    }

    /** @param overwrite whether a form that is there already is replaced */
    public static Outcome write(
            Path folder, List<Chosen<ReportWriter<?>>> writers, boolean overwrite, RunFiles.ContextMaker contexts) {
        return write(() -> FinishedRun.open(folder), folder, writers, overwrite, contexts);
    }

    /**
     * The forms that a config asks for, of a run that has just been written.
     *
     * @param report what {@code report.json} says: reading it back takes as long as writing a page
     */
    public static Outcome writeFirst(
            Path folder, RunReport report, List<Chosen<ReportWriter<?>>> writers, RunFiles.ContextMaker contexts) {
        return write(() -> FinishedRun.open(folder, () -> report), folder, writers, false, contexts);
    }

    /** Without forms nothing is read. */
    private static Outcome write(
            Supplier<FinishedRun> run,
            Path folder,
            List<Chosen<ReportWriter<?>>> writers,
            boolean overwrite,
            RunFiles.ContextMaker contexts) {
        return writers.isEmpty()
                ? new Outcome(List.of(), List.of())
                : write(run.get(), true, folder, writers, overwrite, contexts);
    }

    /**
     * @param listing whether provenance.json lists the files
     * @param folder where to, which need not be the run's own
     */
    static Outcome write(
            FinishedRun run,
            boolean listing,
            Path folder,
            List<Chosen<ReportWriter<?>>> writers,
            boolean overwrite,
            RunFiles.ContextMaker contexts) {
        List<String> written = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        for (Chosen<ReportWriter<?>> writer : writers) {
            OwnFiles own = OwnFiles.of(folder);
            Exception thrown = null;
            try {
                written.addAll(new AddedFiles(folder, overwrite, Set.of())
                        .add(
                                listing ? run.provenance() : Map.of(),
                                into -> told(writer, () -> write(writer.provider(), run, into, writer, contexts))));
            } catch (UserError refused) {
                thrown = refused;
            } catch (UncheckedIOException unwritten) {
                thrown = unwritten.getCause();
            } catch (RuntimeException defect) {
                thrown = defect;
            }
            failure(writer, own.putBack(thrown == null), thrown).ifPresent(failed::add);
        }
        return new Outcome(written, failed);
    }

    private static Optional<Failure> failure(
            Chosen<ReportWriter<?>> writer, List<String> spoilt, @Nullable Exception thrown) {
        String spoils = spoilt.isEmpty()
                ? ""
                : "the report writer '" + writer.name() + "' changed files of the run itself ("
                        + String.join(", ", spoilt) + "), which is a defect of its plugin";
        if (thrown == null) {
            return spoilt.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Failure(
                            writer.name(), writer.place() + ": " + spoils, new IllegalStateException(spoils)));
        }
        String sentence = thrown instanceof IOException
                ? writer.place() + ": the report writer '" + writer.name() + "' could not write its files (" + thrown
                        + ")"
                : String.valueOf(thrown.getMessage());
        return Optional.of(
                new Failure(writer.name(), sentence + (spoilt.isEmpty() ? "" : "; besides, " + spoils), thrown));
    }

    /** Writes a form. */
    private interface Work {
        void write() throws IOException;
    }

    /** What the writer itself refuses, with its place; what is refused of its files is said of these. */
    private static void told(Chosen<?> writer, Work work) throws IOException {
        try {
            work.write();
        } catch (UserError refused) {
            throw writer.blamed(refused, "");
        }
    }

    private static <O extends Record> void write(
            ReportWriter<O> writer, RunResult run, Path folder, Chosen<?> entry, RunFiles.ContextMaker contexts)
            throws IOException {
        writer.write(run, folder, writer.options().cast(entry.options()), contexts.of(entry.name()));
    }
}
