package org.noisefloor.core.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Reads stores that are nearly right, whole and place by place. A checksum would hide all that stands behind it, so of three stores one is
 * changed as a file, one in a record to which the checksum is then made, and one in the numbers of a record before they are compressed.
 *
 * <p>{@code RecordFuzz FIRST COUNT}; the same number is always the same store.
 */
public final class RecordFuzz {
    private final byte[] description;
    private final List<SequenceRecord> records;
    private final HostileFiles hostile;
    private final List<Mutator> mutators;

    /** @param file that is written anew for each input */
    RecordFuzz(Path file) throws IOException {
        ToyRun run = ToyRun.of(new ToyPlan(4, 1).plan());
        this.records = run.records().subList(0, 3);
        this.hostile = new HostileFiles(file, RecordFuzz::read);
        try (RecordStore.Writer writer = RecordStore.create(file, run.description())) {
            this.description = Files.readAllBytes(file);
            records.forEach(writer::append);
        }
        List<byte[]> bytes = records.stream().map(RecordCodec::bytes).toList();
        List<byte[]> parts = new ArrayList<>();
        for (byte[] each : bytes) {
            parts.addAll(plain(each));
        }
        this.mutators = List.of(new Mutator(List.of(Files.readAllBytes(file))), new Mutator(bytes), new Mutator(parts));
    }

    public static void main(String[] args) throws IOException {
        Campaign.run(
                "records",
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                1,
                new RecordFuzz(
                        Files.createTempDirectory("noisefloor-record-fuzz").resolve("records.bin"))::check);
    }

    /** @return how many were refused */
    long check(long first, long count) {
        long refused = 0;
        for (long number = first; number < first + count; number++) {
            try {
                refused += hostile.check(store(number)) ? 0 : 1;
            } catch (Throwable failed) {
                throw new AssertionError("store number " + number + ": " + failed, failed);
            }
        }
        return refused;
    }

    private byte[] store(long number) {
        byte[] changed = mutators.get((int) (number % 3)).file(number);
        return switch ((int) (number % 3)) {
            case 0 -> changed;
            case 1 -> withRecord(changed);
            default -> withRecord(withPart(changed, (int) (number / 3)));
        };
    }

    private byte[] withRecord(byte[] record) {
        ByteBuffer frame = Frames.frame(record);
        return ByteBuffer.allocate(description.length + frame.remaining())
                .put(description)
                .put(frame)
                .array();
    }

    /** A right record in which other numbers take the place of one part. */
    private byte[] withPart(byte[] plain, int which) {
        byte[] right = RecordCodec.bytes(records.get(which % records.size()));
        int[] ends = ends(right);
        int part = Math.floorMod(which / records.size(), ends.length - 1);
        byte[] packed = NumberWriter.deflated(plain);
        int before = ends[part];
        int after = ends[part + 1];
        ByteBuffer bytes = ByteBuffer.allocate(right.length - (after - before) + packed.length)
                .put(right, 0, before)
                .put(packed)
                .put(right, after, right.length - after);
        bytes.putInt((1 + part) * Integer.BYTES, packed.length);
        return bytes.array();
    }

    private static int[] ends(byte[] record) {
        try {
            return RecordCodec.Places.of(ByteBuffer.wrap(record)).ends();
        } catch (DamagedRecord impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<byte[]> plain(byte[] record) {
        List<byte[]> parts = new ArrayList<>();
        int[] ends = ends(record);
        for (int p = 0; p + 1 < ends.length; p++) {
            if (ends[p + 1] > ends[p]) {
                try {
                    parts.add(NumberReader.inflated(ByteBuffer.wrap(record, ends[p], ends[p + 1] - ends[p])));
                } catch (DamagedRecord impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        return parts;
    }

    private static void read(Path file) {
        RecordStore.count(file);
        try (RecordReader reader = RecordReader.open(file)) {
            while (reader.next()) {
                reader.summed();
                reader.record();
            }
        } catch (UncheckedIOException failed) {
            throw new AssertionError(failed);
        }
        RecordIndex index = RecordIndex.of(file);
        try (RecordIndex.Reader reader = index.open()) {
            for (RecordIndex.Entry entry : index.entries()) {
                for (int a = 0; a < entry.places().arms(); a++) {
                    reader.values(entry, a);
                    reader.shown(entry, a);
                }
            }
        }
    }
}
