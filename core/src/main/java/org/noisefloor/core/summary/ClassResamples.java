package org.noisefloor.core.summary;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;
import org.noisefloor.core.summary.Table.Totals;

/** Sums over the positions of a class, as they are and in every resample, with the columns that are numbers in their places. */
final class ClassResamples implements Summing {
    /**
     * How often each sequence and each group of draws counts, in each resample.
     *
     * @param draws [resample][group]
     * @param count of draws
     */
    record Choices(Resampling resampling, double[][] draws, int count) {
        static Choices of(Resampling resampling, Arm arm) {
            return new Choices(
                    resampling,
                    IntStream.range(0, resampling.count())
                            .mapToObj(resample -> resampling.draws(resample, arm))
                            .toArray(double[][]::new),
                    arm.draws().count());
        }
    }

    private final Function<SequenceRecord, Rows> rows;
    private final ColumnLayout columns;
    private final Choices choices;
    private final WeightedSums once;
    private final WeightedSums resampled;
    private List<Totals> resamples = List.of();

    /** @param rows what a sequence adds to the columns that are numbers */
    ClassResamples(Function<SequenceRecord, Rows> rows, ColumnLayout columns, Choices choices) {
        this.rows = rows;
        this.columns = columns;
        this.choices = choices;
        int width = columns.numbers().length;
        int resamples = choices.draws().length;
        this.once = WeightedSums.once(width, choices.count());
        this.resampled = WeightedSums.resampled(
                width, choices.resampling(), 0, resamples, resample -> choices.draws()[resample]);
    }

    /** Of some of the positions, in the same resamples. */
    ClassResamples ofClass(Function<SequenceRecord, Rows> positions) {
        return new ClassResamples(positions, columns, choices);
    }

    @Override
    public long bytes() {
        return (1L + choices.draws().length) * WeightedSums.bytes(columns.numbers().length);
    }

    @Override
    public Stream<Resampling> resamplings() {
        return resampled.resamplings();
    }

    @Override
    public void take(Chunk chunk) {
        List<Rows> all = chunk.records().stream().map(rows).toList();
        once.take(chunk, all);
        if (choices.draws().length > 0) {
            int groups = choices.draws()[0].length;
            resampled.take(chunk, all.stream().map(each -> each.byGroup(groups)).toList());
        }
    }

    Function<SequenceRecord, Rows> rows() {
        return rows;
    }

    Totals totals() {
        return totals(once, 0);
    }

    private Totals totals(WeightedSums of, int resample) {
        int[] numbers = columns.numbers();
        double[] all = new double[columns.width()];
        for (int i = 0; i < numbers.length; i++) {
            all[numbers[i]] = of.sums(resample)[i];
        }
        return new Totals(columns, all, of.count(resample));
    }

    /** Laid out once for all figures, which is large, so one class at a time has them. */
    Resampled resampled(DrawError.Function function) {
        Totals totals = totals();
        if (resamples.isEmpty() && totals.count() > 0) {
            resamples = IntStream.range(0, choices.draws().length)
                    .mapToObj(r -> totals(resampled, r))
                    .toList();
            resampled.clear();
        }
        return choices.resampling()
                .resampled(
                        function.of(totals),
                        resamples.stream().mapToDouble(function::of).toArray());
    }

    /** The error of a function of the sums that comes from the draws, which sequences are yet to be taken for. */
    DrawError drawError(DrawError.Function function, boolean shared) {
        return DrawError.of(function, totals(), columns.numbers(), choices.count(), shared);
    }
}
