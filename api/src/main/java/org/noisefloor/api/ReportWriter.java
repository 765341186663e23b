package org.noisefloor.api;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a finished run's result in a form of its own. {@code report.json} and the console table are the host's. */
public non-sealed interface ReportWriter<O extends Record> extends Provider<O> {

    /**
     * Writes into the run's folder.
     *
     * @param folder the run's folder, which holds the sequence records and the resolved config
     */
    void write(RunResult run, Path folder, O options) throws IOException;
}
