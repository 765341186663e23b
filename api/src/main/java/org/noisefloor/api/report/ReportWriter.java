package org.noisefloor.api.report;

import java.io.IOException;
import java.nio.file.Path;
import org.noisefloor.api.Context;
import org.noisefloor.api.Provider;

/** Writes a finished run's result in a form of its own. {@code report.json} and the console table are the host's. */
public interface ReportWriter<O extends Record> extends Provider<O> {

    /**
     * Writes one or more files. What the run did not measure is left empty, with the reason: a report must not fail a run that
     * is finished.
     *
     * @param run what was found, read from the run's files
     * @param folder where to write: the run's folder, or one whose files are moved there afterwards
     */
    void write(RunResult run, Path folder, O options, Context context) throws IOException;
}
