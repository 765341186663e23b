package org.noisefloor.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * Sequence records on disk: a line that names the format, the description of the run, then record after record, each with its checksum.
 * Sums are kept to the last bit.
 */
public final class RecordStore {
    static final String KIND = "noisefloor records ";
    static final byte[] FORMAT = (KIND + "1\n").getBytes(StandardCharsets.US_ASCII);

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordStore() {}

    /** What figures are made from: the description, and the records by sequence index, without what no figure is made from. */
    public record Content(RunDescription run, List<SequenceRecord> records) {}

    /** The description of a run with its records, by sequence index. */
    public record Source(RunDescription run, RecordSource records, boolean isEmpty) {}

    /** Reads all records at once. */
    public static Content read(Path file) {
        try (RecordReader reader = RecordReader.open(file)) {
            List<SequenceRecord> records = new ArrayList<>();
            while (reader.next()) {
                records.add(reader.summed());
            }
            records.sort(Comparator.comparingInt(SequenceRecord::index));
            return new Content(reader.run(), records);
        }
    }

    /** The same for a store of any size: the records are read as often as they are asked for. */
    public static Source open(Path file) {
        try (RecordReader reader = RecordReader.open(file)) {
            return new Source(reader.run(), StoredRecords.of(file), !reader.next());
        }
    }

    /** What is said of a record that cannot be read. */
    static UserError damaged(Path file, int number, DamagedRecord damaged) {
        return new UserError(file + ": record " + number + " cannot be read: " + damaged.getMessage(), damaged);
    }

    /** How many whole records a store has, of which the last may be torn; 0 for what is none. */
    public static int count(Path file) {
        if (!Files.isRegularFile(file)) {
            return 0;
        }
        try (RecordReader reader = RecordReader.open(file)) {
            int records = 0;
            while (reader.nextWhole()) {
                records++;
            }
            return records;
        } catch (UserError none) {
            return 0;
        }
    }

    /**
     * Goes on with a store whose run was interrupted: what is torn at its end is cut off.
     *
     * @param records how many of the first stay
     * @param take gets each of these, whole
     */
    public static Writer resume(Path file, int records, Consumer<SequenceRecord> take) {
        try (RecordReader reader = RecordReader.open(file)) {
            long end = reader.end();
            for (int r = 0; r < records && reader.nextWhole(); r++) {
                take.accept(reader.record());
                end = reader.end();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            channel.truncate(end).position(end);
            return new Writer(channel, records, end);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts a new store. */
    public static Writer create(Path file, RunDescription run) {
        try {
            return new Writer(
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    run);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A store that writes nowhere, to learn how large one becomes. */
    public static Writer measuring(RunDescription run) {
        return new Writer(null, run);
    }

    /** Appends records. */
    public static final class Writer implements AutoCloseable {
        private final @Nullable FileChannel channel;
        private final long described;
        private long appended;
        private int records;

        private Writer(@Nullable FileChannel channel, RunDescription run) {
            this.channel = channel;
            this.described = write(ByteBuffer.wrap(FORMAT)) + write(Frames.frame(description(run)));
        }

        /** @param bytes of all that is there, the description among it, which is small beside records */
        private Writer(FileChannel channel, int records, long bytes) {
            this.channel = channel;
            this.described = 0;
            this.appended = bytes;
            this.records = records;
        }

        private static byte[] description(RunDescription run) {
            try {
                return NumberWriter.deflated(JSON.writeValueAsBytes(run));
            } catch (JsonProcessingException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        /** What was appended is in the file; whether the disk has it, {@link #force} alone says. */
        public void append(SequenceRecord record) {
            append(RecordCodec.bytes(record));
        }

        /** Appends a record as it stands in another store. */
        public void copy(RecordReader from) {
            append(from.bytes());
        }

        private void append(byte[] record) {
            ByteBuffer frame = Frames.frame(record);
            appended += frame.remaining();
            records++;
            write(frame);
        }

        /** How many records were appended, one that could not be written among them. */
        public int records() {
            return records;
        }

        /** Bytes of a store of so many records, by those that were appended; at least one was. */
        public long expected(int sequences) {
            return described + appended * sequences / records;
        }

        private long write(ByteBuffer bytes) {
            long length = bytes.remaining();
            try {
                while (channel != null && bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                return length;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** Returns when all that was appended would outlast a power cut. */
        public void force() {
            try {
                if (channel != null) {
                    channel.force(false);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
