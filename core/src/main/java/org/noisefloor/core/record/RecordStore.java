package org.noisefloor.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.files.JsonTrouble;

/** Sequence records on disk: JSON lines, the description of the run first, then one record a line. Figures are written to the last bit. */
public final class RecordStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordStore() {}

    /** What figures are made from: the description, and the records by sequence index, without what only {@link RecordIndex} gives. */
    public record Content(RunDescription run, List<SequenceRecord> records) {}

    public static Content read(Path file) {
        int number = 1;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            if (first == null) {
                throw new UserError(file + ": empty, but sequence records start with a line that says what they hold");
            }
            RunDescription run = description(file, JSON.readTree(first));
            List<SequenceRecord> records = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                records.add(JSON.readValue(line, SequenceRecord.class).summed());
            }
            records.sort(Comparator.comparingInt(SequenceRecord::index));
            return new Content(run, records);
        } catch (JsonProcessingException broken) {
            throw noRecord(file, number, broken);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is said of a line that holds no record. */
    static UserError noRecord(Path file, int line, JsonProcessingException broken) {
        return new UserError(
                file + ": line " + line + " is no sequence record: " + JsonTrouble.of(broken)
                        + "; was the file cut short?",
                broken);
    }

    /** The first line of a store. */
    static RunDescription description(Path file, JsonNode first) throws JsonProcessingException {
        if (first.has("arms")) {
            throw new UserError(
                    file + ": its first line does not describe the run, since an older version of noisefloor"
                            + " wrote it; run the config once more");
        }
        if (!first.has("layout")) {
            throw new UserError(file + ": not a store of sequence records: its first line describes no run");
        }
        return JSON.treeToValue(first, RunDescription.class);
    }

    /** Starts a new store. */
    public static Writer create(Path file, RunDescription run) {
        try {
            return new Writer(Files.newBufferedWriter(file), run);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A store that writes nowhere, to learn how large one becomes. */
    public static Writer measuring(RunDescription run) {
        return new Writer(new BufferedWriter(java.io.Writer.nullWriter()), run);
    }

    /** Appends records; each is on disk when the next one is appended. */
    public static final class Writer implements AutoCloseable {
        private final BufferedWriter out;
        private final long described;
        private long appended;
        private int records;

        private Writer(BufferedWriter out, RunDescription run) {
            this.out = out;
            String line = text(run);
            described = line.length();
            line(line);
        }

        public void append(SequenceRecord record) {
            String line = text(record);
            appended += line.length();
            records++;
            line(line);
        }

        /** How many records were appended, one that could not be written among them. */
        public int records() {
            return records;
        }

        /** Bytes of a store of so many records, by those that were appended; at least one was. */
        public long expected(int sequences) {
            return described + appended * sequences / records;
        }

        private static String text(Object value) {
            try {
                return JSON.writeValueAsString(value) + "\n";
            } catch (JsonProcessingException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        private void line(String line) {
            try {
                out.write(line);
                out.flush();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
