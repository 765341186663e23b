package org.noisefloor.files.tensor;

import java.nio.ByteBuffer;

/** From the bits of every type of float to float32. */
final class Decoder {
    /** All values of binary16 by their bits. */
    private static final float[] HALVES = new float[1 << 16];
    /** All values of float8 by their bits. */
    private static final float[] E5M2 = new float[1 << 8];

    private static final float[] E4M3 = new float[1 << 8];

    static {
        for (int bits = 0; bits < HALVES.length; bits++) {
            HALVES[bits] = halfToFloat((short) bits);
        }
        for (int bits = 0; bits < E4M3.length; bits++) {
            // the upper byte of a binary16
            E5M2[bits] = halfToFloat((short) (bits << 8));
            E4M3[bits] = e4m3ToFloat((byte) bits);
        }
    }

    private final TensorDtype dtype;
    private final boolean negated;
    // what lies between the bytes and the floats, of the one type that needs it
    private final double[] doubles;
    private final short[] shorts;
    private final byte[] bytes;

    /** @param most elements that are decoded at once */
    Decoder(Cells cells, int most) {
        this.dtype = cells.dtype();
        this.negated = cells.negated();
        this.doubles = new double[dtype == TensorDtype.F64 ? most : 0];
        this.shorts = new short[dtype.bytes() == Short.BYTES ? most : 0];
        this.bytes = new byte[dtype.bytes() == Byte.BYTES ? most : 0];
    }

    /** Decodes cells from a buffer that {@link Cells#read} filled. */
    void decode(ByteBuffer from, float[] into, int at, int count) {
        switch (dtype) {
            case F32 -> from.asFloatBuffer().get(into, at, count);
            case F64 -> {
                from.asDoubleBuffer().get(doubles, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) doubles[i];
                }
            }
            case BF16 -> {
                from.asShortBuffer().get(shorts, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = Float.intBitsToFloat(shorts[i] << 16);
                }
            }
            case F16 -> {
                from.asShortBuffer().get(shorts, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = HALVES[Short.toUnsignedInt(shorts[i])];
                }
            }
            case F8_E5M2, F8_E4M3 -> {
                float[] values = dtype == TensorDtype.F8_E5M2 ? E5M2 : E4M3;
                from.get(bytes, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = values[Byte.toUnsignedInt(bytes[i])];
                }
            }
            default -> throw new IllegalArgumentException(dtype + " is not read as float32");
        }
        if (negated) {
            for (int i = at; i < at + count; i++) {
                into[i] = -into[i];
            }
        }
    }

    /** Exact; without infinities, and with NaN only where all bits but the sign are set. */
    static float e4m3ToFloat(byte bits) {
        int exponent = (bits >>> 3) & 0xf;
        int fraction = bits & 7;
        if (exponent == 0xf && fraction == 7) {
            return Float.NaN;
        }
        float magnitude = exponent == 0 ? fraction * 0x1p-9f : Math.scalb(1 + fraction * 0x1p-3f, exponent - 7);
        return bits < 0 ? -magnitude : magnitude;
    }

    /** IEEE binary16 to binary32, exact; the JDK has this only from 20 on. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            // a subnormal is a whole number of 2^-24, which float32 holds exactly
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent + (127 - 15);
        return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
    }
}
