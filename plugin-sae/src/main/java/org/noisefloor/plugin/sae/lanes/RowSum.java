package org.noisefloor.plugin.sae.lanes;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds multiples of float32 rows to a float64 row. A product of two float32 numbers is exact in float64, and each sum takes its terms
 * in the order given, so that the bits are those of a plain loop, whatever the lanes.
 */
public final class RowSum {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final int COUNT = DOUBLES.length();
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, COUNT * Float.SIZE)));
    /** Sums that stay in registers while the rows pass; more of them make more garbage until the JVM has compiled the loop. */
    private static final int GROUP = 2 * COUNT;

    private RowSum() {}

    /** Whether this machine has lanes worth the name; narrower ones are widened in software by some JVMs. */
    public static boolean isSupported() {
        return COUNT >= 4;
    }

    /**
     * Adds coefficient[n] · rows[at[n] …] for each n below count, in order.
     *
     * @param sums takes so many numbers from {@code to} on
     * @param width how many numbers a row has
     */
    public static void add(float[] rows, int[] at, float[] coefficients, int count, double[] sums, int to, int width) {
        int column = 0;
        for (; column + GROUP <= width; column += GROUP) {
            addTwo(rows, at, coefficients, count, sums, to + column, column);
        }
        for (; column + COUNT <= width; column += COUNT) {
            addOne(rows, at, coefficients, count, sums, to + column, column);
        }
        for (; column < width; column++) {
            double sum = sums[to + column];
            for (int n = 0; n < count; n++) {
                sum += (double) coefficients[n] * rows[at[n] + column];
            }
            sums[to + column] = sum;
        }
    }

    private static void addTwo(
            float[] rows, int[] at, float[] coefficients, int count, double[] sums, int to, int column) {
        DoubleVector a = DoubleVector.fromArray(DOUBLES, sums, to);
        DoubleVector b = DoubleVector.fromArray(DOUBLES, sums, to + COUNT);
        for (int n = 0; n < count; n++) {
            DoubleVector by = DoubleVector.broadcast(DOUBLES, coefficients[n]);
            int from = at[n] + column;
            a = widened(rows, from).fma(by, a);
            b = widened(rows, from + COUNT).fma(by, b);
        }
        a.intoArray(sums, to);
        b.intoArray(sums, to + COUNT);
    }

    private static void addOne(
            float[] rows, int[] at, float[] coefficients, int count, double[] sums, int to, int column) {
        DoubleVector sum = DoubleVector.fromArray(DOUBLES, sums, to);
        for (int n = 0; n < count; n++) {
            sum = widened(rows, at[n] + column).fma(DoubleVector.broadcast(DOUBLES, coefficients[n]), sum);
        }
        sum.intoArray(sums, to);
    }

    private static DoubleVector widened(float[] rows, int from) {
        return (DoubleVector) FloatVector.fromArray(FLOATS, rows, from).convertShape(VectorOperators.F2D, DOUBLES, 0);
    }
}
