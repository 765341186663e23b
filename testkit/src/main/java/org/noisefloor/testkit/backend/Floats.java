package org.noisefloor.testkit.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;

/** What the contract does with numbers in buffers. */
final class Floats {
    private Floats() {}

    /** The largest absolute difference; infinite where one is NaN. */
    static double distance(float[] a, float[] b, int from, int to) {
        double distance = 0;
        for (int i = from; i < to; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            distance = Math.max(distance, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
        }
        return distance;
    }

    /** Changes values by something of their own order of magnitude that is not a shift of the whole row. */
    static void shake(FloatBuffer values, int from, int to) {
        Random random = new Random(11);
        double square = 0;
        for (int i = from; i < to; i++) {
            square += values.get(i) * (double) values.get(i);
        }
        double scale = Math.sqrt(square / (to - from)) + 1e-3;
        for (int i = from; i < to; i++) {
            values.put(i, (float) (values.get(i) + scale * random.nextGaussian()));
        }
    }

    /** A copy with all values changed. */
    static FloatBuffer shaken(FloatBuffer values) {
        FloatBuffer copy = copy(values);
        shake(copy, 0, copy.limit());
        return copy;
    }

    static float[] of(FloatBuffer buffer) {
        float[] values = new float[buffer.remaining()];
        buffer.duplicate().get(values);
        return values;
    }

    static float[] slice(float[] values, int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }

    static FloatBuffer copy(FloatBuffer buffer) {
        return direct(buffer.remaining()).put(buffer.duplicate()).rewind();
    }

    static FloatBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
