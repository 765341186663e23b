package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.ColumnLayout;

/** Sums over the positions of a class, as they are and in every resample, with the columns that are numbers in their places. */
final class ClassResamples {
    /** How often each sequence and each draw counts, in each resample. */
    record Choices(Resampling resampling, double[][] draws) {
        static Choices of(Arm arm, Resampling resampling) {
            return new Choices(
                    resampling,
                    IntStream.range(0, resampling.count())
                            .mapToObj(r -> resampling.draws(r, arm))
                            .toArray(double[][]::new));
        }

        int count() {
            return draws.length;
        }

        int[] sequences(int resample) {
            return resampling.sequences(resample);
        }
    }

    private final ClassSums[][] sums;
    private final ColumnLayout columns;
    private final Choices choices;
    private final Table.Totals totals;
    private final List<Table.Totals> resamples;

    /** @param sums [sequence][draw], of the columns that are numbers */
    ClassResamples(ClassSums[][] sums, ColumnLayout columns, Choices choices) {
        this.sums = sums;
        this.columns = columns;
        this.choices = choices;
        this.totals = totals(Resampling.once(sums.length), Resampling.allDraws(sums.length == 0 ? 0 : sums[0].length));
        this.resamples = IntStream.range(0, totals.count() > 0 ? choices.count() : 0)
                .parallel()
                .mapToObj(r -> totals(choices.sequences(r), choices.draws()[r]))
                .toList();
    }

    /** Of some of the positions, in the same resamples. */
    ClassResamples ofClass(ClassSums[][] positions) {
        return new ClassResamples(positions, columns, choices);
    }

    ClassSums[][] sums() {
        return sums;
    }

    Table.Totals totals() {
        return totals;
    }

    private Table.Totals totals(int[] sequenceTimes, double[] drawWeights) {
        int[] numbers = columns.numbers();
        double[] compact = new double[numbers.length];
        double count = 0;
        for (int s = 0; s < sums.length; s++) {
            for (int k = 0; k < drawWeights.length; k++) {
                double times = sequenceTimes[s] * drawWeights[k];
                ClassSums of = sums[s][k];
                if (times != 0 && of.count() > 0) {
                    count += times * of.count();
                    for (int i = 0; i < compact.length; i++) {
                        compact[i] += times * of.sums()[i];
                    }
                }
            }
        }
        double[] all = new double[columns.width()];
        for (int i = 0; i < compact.length; i++) {
            all[numbers[i]] = compact[i];
        }
        return new Table.Totals(columns, all, count);
    }

    Resampled resampled(DrawError.Function function) {
        return choices.resampling()
                .resampled(
                        function.of(totals),
                        resamples.stream().mapToDouble(function::of).toArray());
    }

    /** The sums and counts of each draw, with the columns in their places. */
    DrawError.Draws byDraw() {
        int[] numbers = columns.numbers();
        double[][][] all = new double[sums.length][][];
        for (int s = 0; s < sums.length; s++) {
            all[s] = new double[sums[s].length][columns.width()];
            for (int k = 0; k < sums[s].length; k++) {
                for (int i = 0; i < sums[s][k].sums().length; i++) {
                    all[s][k][numbers[i]] = sums[s][k].sums()[i];
                }
            }
        }
        return new DrawError.Draws(columns, all, counts());
    }

    private double[][] counts() {
        return Arrays.stream(sums)
                .map(draws -> Arrays.stream(draws).mapToDouble(ClassSums::count).toArray())
                .toArray(double[][]::new);
    }
}
