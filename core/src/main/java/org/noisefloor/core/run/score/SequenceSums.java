package org.noisefloor.core.run.score;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.run.batch.BatchActivations;

/** Sums over the positions of one sequence, for one draw of one arm. */
final class SequenceSums {
    private final double[] scored;
    private final double[] ends;
    private final InfiniteTerms infinite;
    private final ClassCounter classes;
    private final OfActivations activations;

    /**
     * @param scored width of the columns of metrics of scored positions
     * @param ends positions that are scored without a correct token
     * @param numbers the offsets of the columns that are numbers
     * @param classes how many each stratifier has
     */
    SequenceSums(int scored, int ends, int[] numbers, int[] classes, OfActivations activations) {
        this.scored = new double[scored];
        this.ends = new double[ends * scored];
        this.infinite = new InfiniteTerms(numbers);
        this.classes = new ClassCounter(numbers, classes);
        this.activations = activations;
    }

    void addScored(double[] values) {
        add(values, scored);
        infinite.add(values);
    }

    void addEnd(double[] values) {
        add(values, ends);
    }

    void addToClass(int stratifier, int index, double[] values) {
        classes.add(stratifier, index, values);
    }

    ArmSums sums() {
        return new ArmSums(
                new ArmSums.Scored(scored, ends, infinite.counts(), infinite.finite()),
                activations.sums(),
                classes.sums());
    }

    private static void add(double[] values, double[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
    }

    /** Of an intervention's activations; of other arms nothing. */
    static final class OfActivations {
        private final BatchActivations acts;
        private final double[] intervened;
        private final double[] observed;
        private final double[] relativeError;
        private final SinkCandidates norms;

        /**
         * @param width of the columns of metrics of intervened positions; 0 where none looks at the activations
         * @param looks whether the replacement is compared at all
         * @param rows the measured rows; none where no metric looks
         */
        OfActivations(BatchActivations acts, int width, boolean looks, int[] rows) {
            this.acts = acts;
            this.intervened = new double[width];
            this.observed = new double[acts.observations()];
            this.relativeError = new double[looks ? 2 : 0];
            this.norms = new SinkCandidates(acts, rows);
        }

        void addIntervened(int row, double[] values) {
            add(values, intervened);
            norms.take(row, values);
        }

        void observe(int row) {
            for (int i = 0; i < observed.length; i++) {
                observed[i] += acts.observed(i, row);
            }
        }

        void addRelativeError(float[] a, float[] replaced) {
            double errors = 0;
            double squares = 0;
            for (int i = 0; i < a.length; i++) {
                double error = (double) replaced[i] - a[i];
                errors += error * error;
                squares += (double) a[i] * a[i];
            }
            if (squares > 0) {
                relativeError[0] += errors / squares;
                relativeError[1]++;
            }
        }

        ArmSums.Intervened sums() {
            return new ArmSums.Intervened(intervened, observed, relativeError, norms.kept());
        }
    }

    /** How often each number is infinite, and its sum over the other positions. */
    private static final class InfiniteTerms {
        private final int[] places;
        private final int[] counts;
        private final double[] finite;
        private boolean any;

        InfiniteTerms(int[] places) {
            this.places = places;
            this.counts = new int[places.length];
            this.finite = new double[places.length];
        }

        void add(double[] values) {
            for (int i = 0; i < counts.length; i++) {
                double value = values[places[i]];
                if (Double.isInfinite(value)) {
                    counts[i]++;
                    any = true;
                } else {
                    finite[i] += value;
                }
            }
        }

        int[] counts() {
            return any ? counts : new int[0];
        }

        double[] finite() {
            return any ? finite : new double[0];
        }
    }

    /** Sums by class of each stratifier, of the columns that are numbers. */
    private static final class ClassCounter {
        private final int[] numbers;
        private final long[][] counts;
        private final double[][][] sums;

        ClassCounter(int[] numbers, int[] classes) {
            this.numbers = numbers;
            this.counts = new long[classes.length][];
            this.sums = new double[classes.length][][];
            for (int s = 0; s < classes.length; s++) {
                counts[s] = new long[classes[s]];
                sums[s] = new double[classes[s]][numbers.length];
            }
        }

        void add(int stratifier, int index, double[] values) {
            counts[stratifier][index]++;
            double[] ofClass = sums[stratifier][index];
            for (int i = 0; i < numbers.length; i++) {
                ofClass[i] += values[numbers[i]];
            }
        }

        List<List<ClassSums>> sums() {
            List<List<ClassSums>> all = new ArrayList<>();
            for (int s = 0; s < counts.length; s++) {
                List<ClassSums> ofStratifier = new ArrayList<>();
                for (int c = 0; c < counts[s].length; c++) {
                    ofStratifier.add(new ClassSums(counts[s][c], counts[s][c] == 0 ? new double[0] : sums[s][c]));
                }
                all.add(ofStratifier);
            }
            return all;
        }
    }
}
