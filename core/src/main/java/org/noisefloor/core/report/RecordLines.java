package org.noisefloor.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.noisefloor.core.record.RecordReader;

/** The records of a run as JSON lines, for other programs: first the description of the run, then a line for each sequence. */
public final class RecordLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordLines() {}

    /**
     * @param folder of a run
     * @param takes one line after the other, without its end; one at a time is in memory
     * @throws org.noisefloor.api.UserError if the folder holds no records
     */
    public static void of(Path folder, Consumer<String> takes) {
        try (RecordReader records = RecordReader.open(FinishedRun.records(folder))) {
            takes.accept(line(records.run()));
            while (records.next()) {
                takes.accept(line(records.record()));
            }
        }
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
