package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

/** Ratios of sums over sequences, with their resamples. */
final class Ratios implements Summing {
    private static final double[] ONE = {1};

    private final Resampling resampling;
    private final int quantities;
    private final Function<SequenceRecord, Rows> rows;
    private final WeightedSums once;
    private final WeightedSums resampled;

    /** @param rows of each sequence one, with what its quantities are divided by */
    Ratios(Resampling resampling, int quantities, Function<SequenceRecord, Rows> rows) {
        this.resampling = resampling;
        this.quantities = quantities;
        this.rows = rows;
        this.once = WeightedSums.once(quantities, 1);
        this.resampled = WeightedSums.resampled(quantities, resampling, 0, resampling.count(), resample -> ONE);
    }

    @Override
    public long bytes() {
        return resampling.count() * WeightedSums.bytes(quantities);
    }

    @Override
    public Stream<Resampling> resamplings() {
        return resampled.resamplings();
    }

    @Override
    public void take(Chunk chunk) {
        List<Rows> all = chunk.records().stream().map(rows).toList();
        once.take(chunk, all);
        resampled.take(chunk, all);
    }

    List<Resampled> ratios() {
        List<Resampled> ratios = new ArrayList<>();
        for (int q = 0; q < quantities; q++) {
            int of = q;
            ratios.add(resampling.resampled(
                    once.sums(0)[q] / once.count(0),
                    IntStream.range(0, resampling.count())
                            .mapToDouble(r -> resampled.sums(r)[of] / resampled.count(r))
                            .toArray()));
        }
        return ratios;
    }
}
