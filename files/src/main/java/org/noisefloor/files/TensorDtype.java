package org.noisefloor.files;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An element type of a safetensors file. All that the format has and whole bytes hold, since a file may have tensors that nobody
 * reads; of these, {@link #isFloat} says which can be read as float32.
 */
public enum TensorDtype {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    I64(8),
    U64(8),
    F64(8);

    private final int bytes;

    TensorDtype(int bytes) {
        this.bytes = bytes;
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            default -> false;
        };
    }

    static Optional<TensorDtype> of(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Enum::name).toList();
    }

    /** Those that {@link #isFloat}, as messages list them. */
    static List<String> floats() {
        return Arrays.stream(values())
                .filter(TensorDtype::isFloat)
                .map(Enum::name)
                .sorted()
                .toList();
    }

    /** Moves all values of a little-endian buffer, rounded to float32. */
    void decode(ByteBuffer from, FloatBuffer into) {
        switch (this) {
            case F32 -> {
                into.put(from.asFloatBuffer());
                from.position(from.limit());
            }
            case F64 -> {
                while (from.hasRemaining()) {
                    into.put((float) from.getDouble());
                }
            }
            case F16 -> {
                while (from.hasRemaining()) {
                    into.put(halfToFloat(from.getShort()));
                }
            }
            case BF16 -> {
                while (from.hasRemaining()) {
                    into.put(Float.intBitsToFloat(from.getShort() << 16));
                }
            }
            default -> throw new IllegalArgumentException(this + " is not read as float32");
        }
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
