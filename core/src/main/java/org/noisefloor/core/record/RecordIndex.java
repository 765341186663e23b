package org.noisefloor.core.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.noisefloor.core.record.RecordCodec.Parts;

/**
 * Where in a record store each sequence has its tokens and each arm its single positions, so that these are read in any order,
 * one sequence of one arm at a time: a store may be far larger than memory. Made in one pass over the file.
 */
public final class RecordIndex {
    private final Path file;
    private final RunDescription run;
    private final List<Entry> entries;

    private RecordIndex(Path file, RunDescription run, List<Entry> entries) {
        this.file = file;
        this.run = run;
        this.entries = entries;
    }

    /**
     * What is known of a record without reading it again.
     *
     * @param number which record of the file it is, from 1
     * @param at where in the file it starts
     */
    public record Entry(int index, int length, int scored, int number, long at, RecordCodec.Places places) {}

    public static RecordIndex of(Path file) {
        try (RecordReader reader = RecordReader.open(file)) {
            List<Entry> entries = new ArrayList<>();
            while (reader.next()) {
                SequenceRecord head = reader.head();
                entries.add(new Entry(
                        head.index(), head.length(), head.scored(), entries.size() + 1, reader.at(), reader.places()));
            }
            entries.sort(Comparator.comparingInt(Entry::index));
            return new RecordIndex(file, reader.run(), entries);
        }
    }

    public RunDescription run() {
        return run;
    }

    public Layout layout() {
        return run.layout();
    }

    /** The records, by sequence index. */
    public List<Entry> entries() {
        return entries;
    }

    /** Opens the file for reading. */
    public Reader open() {
        try {
            return new Reader(file, FileChannel.open(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads parts of records; close it. */
    public static final class Reader implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;

        private Reader(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /** The record without sums and single positions: its tokens, the scored positions, what the original predicts there. */
        public SequenceRecord head(Entry entry) {
            return read(entry, Parts::head);
        }

        /** [point][position] of an arm that is not random. */
        public double[][] values(Entry entry, int arm) {
            return read(entry, parts -> parts.values(arm));
        }

        public ArmPositions.Shown shown(Entry entry, int arm) {
            return read(entry, parts -> parts.shown(arm));
        }

        private <T> T read(Entry entry, RecordReader.Part<T> part) {
            try {
                return part.of(
                        new Parts(entry.places(), (from, length) -> Frames.read(channel, entry.at() + from, length)));
            } catch (DamagedRecord damaged) {
                throw RecordStore.damaged(file, entry.number(), damaged);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
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
}
