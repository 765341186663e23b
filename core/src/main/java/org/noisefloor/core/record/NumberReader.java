package org.noisefloor.core.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what {@link NumberWriter} wrote, and believes no length that its bytes cannot hold. */
final class NumberReader {
    /** Deflate makes nothing smaller than this part of it. */
    private static final long SMALLEST = 1032;

    private final byte[] plain;
    private final int wholeEnd;
    private final int floatCount;
    private final int doubleCount;
    private int whole;
    private int float32;
    private int float64;

    NumberReader(ByteBuffer bytes) throws DamagedRecord {
        this.plain = inflated(bytes);
        int head = 3 * Integer.BYTES;
        if (plain.length < head) {
            throw new DamagedRecord("a part of it is too short");
        }
        ByteBuffer counts = ByteBuffer.wrap(plain);
        this.whole = head;
        long wholeBytes = counts.getInt();
        this.floatCount = counts.getInt();
        this.doubleCount = counts.getInt();
        long expected = head + wholeBytes + (long) Float.BYTES * floatCount + (long) Double.BYTES * doubleCount;
        if (wholeBytes < 0 || floatCount < 0 || doubleCount < 0 || expected != plain.length) {
            throw new DamagedRecord("a part of it says another length than it has");
        }
        this.wholeEnd = Math.toIntExact(head + wholeBytes);
    }

    static byte[] inflated(ByteBuffer bytes) throws DamagedRecord {
        if (bytes.remaining() < Integer.BYTES) {
            throw new DamagedRecord("a part of it is too short");
        }
        int length = bytes.getInt();
        if (length < 0 || length > SMALLEST * (bytes.remaining() + 1L)) {
            throw new DamagedRecord("a part of it says that it holds " + length + " bytes");
        }
        byte[] plain = new byte[length];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            int read = 0;
            while (read < length) {
                int more = inflater.inflate(plain, read, length - read);
                if (more == 0) {
                    throw new DamagedRecord("a part of it ends too early");
                }
                read += more;
            }
            return plain;
        } catch (DataFormatException broken) {
            throw new DamagedRecord("a part of it is not compressed data");
        } finally {
            inflater.end();
        }
    }

    long number() throws DamagedRecord {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (whole == wholeEnd) {
                throw new DamagedRecord("it has fewer numbers than it needs");
            }
            byte next = plain[whole++];
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new DamagedRecord("a number in it does not end");
    }

    int integer() throws DamagedRecord {
        long number = number();
        if (number != (int) number) {
            throw new DamagedRecord("a number in it is too large");
        }
        return (int) number;
    }

    /** How many follow, of which each takes a byte of whole numbers at least. */
    int count() throws DamagedRecord {
        return count(wholeEnd - whole);
    }

    private int count(int most) throws DamagedRecord {
        int count = integer();
        if (count < 0 || count > most) {
            throw new DamagedRecord("a length in it is " + count + ", more than it can hold");
        }
        return count;
    }

    int[] numbers() throws DamagedRecord {
        int[] values = new int[count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer();
        }
        return values;
    }

    float[] floats() throws DamagedRecord {
        float[] values = new float[count(floatCount - float32)];
        for (int i = 0; i < values.length; i++) {
            int bits = 0;
            for (int plane = 0; plane < Float.BYTES; plane++) {
                bits = (bits << Byte.SIZE) | (plain[wholeEnd + plane * floatCount + float32] & 0xff);
            }
            values[i] = Float.intBitsToFloat(bits);
            float32++;
        }
        return values;
    }

    double[] doubles() throws DamagedRecord {
        double[] values = new double[count(doubleCount - float64)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(next());
        }
        return values;
    }

    List<double[]> rows() throws DamagedRecord {
        int count = count();
        List<double[]> rows = new ArrayList<>();
        long all = 0;
        for (int r = 0; r < count; r++) {
            int length = count(doubleCount - float64);
            all += length;
            if (all > doubleCount - float64) {
                throw new DamagedRecord("its rows are more than it can hold");
            }
            rows.add(new double[length]);
        }
        for (List<double[]> alike : NumberWriter.byLength(rows).values()) {
            for (int c = 0; c < alike.get(0).length; c++) {
                long bits = 0;
                for (double[] row : alike) {
                    bits ^= next();
                    row[c] = Double.longBitsToDouble(bits);
                }
            }
        }
        return rows;
    }

    private long next() {
        int from = wholeEnd + Float.BYTES * floatCount + float64++;
        long bits = 0;
        for (int plane = 0; plane < Double.BYTES; plane++) {
            bits = (bits << Byte.SIZE) | (plain[from + plane * doubleCount] & 0xffL);
        }
        return bits;
    }
}
