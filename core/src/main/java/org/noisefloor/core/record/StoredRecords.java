package org.noisefloor.core.record;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The records of a store, read anew each time: none is held, but for those of a small store, which are read once. A run writes them by
 * sequence index; of a store in another order it is known where each record starts.
 */
final class StoredRecords implements RecordSource {
    /** How many are made from their bytes at a time, by all threads: that is most of what reading them costs. */
    private static final int TOGETHER = 16;

    private final Path file;
    /** Empty where the order of the file is that of the sequences. */
    private final List<Start> starts;

    private record Start(int index, long at) {}

    private StoredRecords(Path file, List<Start> starts) {
        this.file = file;
        this.starts = starts;
    }

    static RecordSource of(Path file) {
        return of(file, MOST_HELD);
    }

    /** @param small records whose numbers take no more bytes are held */
    static RecordSource of(Path file, long small) {
        boolean inOrder = true;
        long numbers = 0;
        try (RecordReader reader = RecordReader.open(file)) {
            for (int last = -1; reader.next(); ) {
                SequenceRecord head = reader.head();
                inOrder &= head.index() >= last;
                last = head.index();
                numbers += reader.run().layout().bytes(head.scored());
            }
        }
        return numbers <= small
                ? RecordSource.of(RecordStore.read(file).records())
                : new StoredRecords(file, inOrder ? List.of() : starts(file));
    }

    private static List<Start> starts(Path file) {
        try (RecordReader reader = RecordReader.open(file)) {
            List<Start> starts = new ArrayList<>();
            for (long at = reader.end(); reader.next(); at = reader.end()) {
                starts.add(new Start(reader.head().index(), at));
            }
            starts.sort(Comparator.comparingInt(Start::index));
            return starts;
        }
    }

    @Override
    public void each(Consumer<SequenceRecord> take) {
        List<Supplier<SequenceRecord>> together = new ArrayList<>();
        read(reader -> {
            together.add(reader.summedLater());
            if (together.size() == TOGETHER) {
                made(together).forEach(take);
                together.clear();
            }
        });
        made(together).forEach(take);
    }

    private static List<SequenceRecord> made(List<Supplier<SequenceRecord>> records) {
        return records.parallelStream().map(Supplier::get).toList();
    }

    @Override
    public void heads(Consumer<SequenceRecord> take) {
        read(reader -> take.accept(reader.head()));
    }

    private void read(Consumer<RecordReader> at) {
        try (RecordReader reader = RecordReader.open(file)) {
            for (Start start : starts) {
                reader.seek(start.at());
                reader.next();
                at.accept(reader);
            }
            while (starts.isEmpty() && reader.next()) {
                at.accept(reader);
            }
        }
    }
}
