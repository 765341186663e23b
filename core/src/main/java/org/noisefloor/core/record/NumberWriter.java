package org.noisefloor.core.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Numbers as few bytes, to the last bit. Whole numbers take as many bytes as they need. Of the others all first bytes stand together, then
 * all second ones, and so on, since signs and exponents are alike where fractions are noise; what is left is deflated.
 *
 * @see NumberReader
 */
final class NumberWriter {
    /** The quickest: noise is not compressed by more trouble. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    private static final int CHUNK = 1 << 16;

    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private int[] floats = new int[256];
    private int floatCount;
    private long[] doubles = new long[256];
    private int doubleCount;

    void number(long value) {
        long bits = (value << 1) ^ (value >> 63);
        for (; bits >>> 7 != 0; bits >>>= 7) {
            whole.write((int) bits | 0x80);
        }
        whole.write((int) bits);
    }

    void numbers(int[] values) {
        number(values.length);
        for (int value : values) {
            number(value);
        }
    }

    void floats(float[] values) {
        number(values.length);
        for (float value : values) {
            if (floatCount == floats.length) {
                floats = Arrays.copyOf(floats, 2 * floatCount);
            }
            floats[floatCount++] = Float.floatToRawIntBits(value);
        }
    }

    void doubles(double[] values) {
        number(values.length);
        for (double value : values) {
            add(Double.doubleToRawLongBits(value));
        }
    }

    /**
     * Rows of the same columns, or of few kinds of them: column by column, each number as what differs from the one above it. What does not
     * depend on the row, which much of the sums of one sequence does not, costs nothing.
     */
    void rows(List<double[]> rows) {
        number(rows.size());
        rows.forEach(row -> number(row.length));
        for (List<double[]> alike : byLength(rows).values()) {
            for (int c = 0; c < alike.get(0).length; c++) {
                long above = 0;
                for (double[] row : alike) {
                    long bits = Double.doubleToRawLongBits(row[c]);
                    add(bits ^ above);
                    above = bits;
                }
            }
        }
    }

    /** Rows by their number of columns, as they come. */
    static Map<Integer, List<double[]>> byLength(List<double[]> rows) {
        Map<Integer, List<double[]>> alike = new LinkedHashMap<>();
        rows.forEach(
                row -> alike.computeIfAbsent(row.length, n -> new ArrayList<>()).add(row));
        return alike;
    }

    private void add(long bits) {
        if (doubleCount == doubles.length) {
            doubles = Arrays.copyOf(doubles, 2 * doubleCount);
        }
        doubles[doubleCount++] = bits;
    }

    /** How many bytes {@link NumberReader} makes of it, and the bytes; nothing where nothing was written. */
    byte[] bytes() {
        if (whole.size() == 0) {
            return new byte[0];
        }
        ByteBuffer plain = ByteBuffer.allocate(
                3 * Integer.BYTES + whole.size() + Float.BYTES * floatCount + Double.BYTES * doubleCount);
        plain.putInt(whole.size()).putInt(floatCount).putInt(doubleCount).put(whole.toByteArray());
        for (int shift = Float.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            for (int i = 0; i < floatCount; i++) {
                plain.put((byte) (floats[i] >>> shift));
            }
        }
        for (int shift = Double.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            for (int i = 0; i < doubleCount; i++) {
                plain.put((byte) (doubles[i] >>> shift));
            }
        }
        return deflated(plain.array());
    }

    static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(plain.length).array());
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }
}
