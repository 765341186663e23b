package org.noisefloor.api;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a finished run's result in a form of its own. {@code report.json} and the console table are the host's. */
public non-sealed interface ReportWriter<O extends Record> extends Provider<O> {

    /**
     * Writes one or more files. What the run did not measure is left empty, with the reason: a report must not fail a run that
     * is finished.
     *
     * @param folder where to write: the run's folder, or one whose files are moved there afterwards
     */
    void write(RunResult run, Path folder, O options) throws IOException;
}
