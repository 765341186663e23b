package org.noisefloor.core.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RecordCodec.Parts;

/** Reads a {@linkplain RecordStore store} from its start: the description of the run, then record by record. */
public final class RecordReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final Frames frames;
    private final RunDescription run;
    private int number;
    private long at;
    private @Nullable ByteBuffer bytes;
    private @Nullable Parts parts;

    private RecordReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.frames = new Frames(channel, RecordStore.FORMAT.length);
        requireFormat();
        try {
            ByteBuffer described = frames.next();
            if (described == null) {
                throw new DamagedRecord("it is missing; was the file cut short?");
            }
            this.run = JSON.readValue(NumberReader.inflated(described), RunDescription.class);
        } catch (DamagedRecord | JsonProcessingException damaged) {
            throw new UserError(file + ": the description of the run cannot be read: " + damaged.getMessage(), damaged);
        }
    }

    /** @throws UserError if the file is no store, or one of another version */
    public static RecordReader open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                return new RecordReader(file, channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void requireFormat() throws IOException {
        int length = (int) Math.min(channel.size(), RecordStore.FORMAT.length);
        byte[] first = Frames.read(channel, 0, length).array();
        if (Arrays.equals(first, RecordStore.FORMAT)) {
            return;
        }
        if (length == 0) {
            throw new UserError(file + ": empty, but sequence records start with a line that says what they are");
        }
        throw new UserError(
                new String(first, StandardCharsets.ISO_8859_1).startsWith(RecordStore.KIND)
                        ? file
                                + ": sequence records in the format of another version of noisefloor; run the config once more"
                        : file + ": no store of sequence records");
    }

    public RunDescription run() {
        return run;
    }

    /**
     * Goes to the next record.
     *
     * @return false behind the last
     * @throws UserError if it is damaged
     */
    public boolean next() {
        number++;
        try {
            bytes = frames.next();
            at = frames.position() - (bytes == null ? 0 : bytes.limit());
            parts = bytes == null ? null : Parts.of(bytes);
            return parts != null;
        } catch (DamagedRecord damaged) {
            throw damaged(damaged);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The same where the last one may be torn, because the run was interrupted: that one is as if it were not there. */
    public boolean nextWhole() {
        try {
            return next();
        } catch (UserError torn) {
            parts = null;
            return false;
        }
    }

    /** The record, whole. */
    public SequenceRecord record() {
        return of(each -> each.record(true));
    }

    /** What of the record figures are made from, which is a good part less. */
    public SequenceRecord summed() {
        return summedLater().get();
    }

    /** The same, made when it is asked for: on any thread, wherever the reader stands by then. */
    Supplier<SequenceRecord> summedLater() {
        Parts here = current();
        int which = number;
        return () -> of(here, which, each -> each.record(false));
    }

    /** Goes to the record that starts at a place of the file, which {@link #next} then reads. */
    void seek(long start) {
        frames.seek(start);
    }

    /** The bytes of the record, to be copied. */
    byte[] bytes() {
        return Objects.requireNonNull(bytes, "there is no record here").array();
    }

    /** The record without sums and single positions. */
    public SequenceRecord head() {
        return of(Parts::head);
    }

    RecordCodec.Places places() {
        return current().places();
    }

    /** Where in the file the record starts. */
    long at() {
        return at;
    }

    /** Where the record ends, and so far what is whole. */
    long end() {
        return frames.position();
    }

    /** Something of a record. */
    interface Part<T> {
        T of(Parts parts) throws DamagedRecord, IOException;
    }

    private <T> T of(Part<T> part) {
        return of(current(), number, part);
    }

    private <T> T of(Parts parts, int which, Part<T> part) {
        try {
            return part.of(parts);
        } catch (DamagedRecord damaged) {
            throw RecordStore.damaged(file, which, damaged);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Parts current() {
        if (parts == null) {
            throw new NoSuchElementException("there is no record here");
        }
        return parts;
    }

    private UserError damaged(DamagedRecord damaged) {
        return RecordStore.damaged(file, number, damaged);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
