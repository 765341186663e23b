package org.noisefloor.files.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An element type. All that safetensors 0.8 knows, under its names, and what the other formats have besides, since a file may have
 * tensors that nobody reads; of these, {@link #isFloat} says which can be read as float32.
 */
public enum TensorDtype {
    BOOL(8),
    /** Two in a byte. */
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    /** One sign bit, five of exponent, two of fraction; infinities and NaN as in IEEE 754. */
    F8_E5M2(8),
    /** One sign bit, four of exponent, three of fraction; no infinity, and NaN where all other bits are set (torch's float8_e4m3fn). */
    F8_E4M3(8),
    /** A power of two, for scales. */
    F8_E8M0(8),
    F8_E4M3FNUZ(8),
    F8_E5M2FNUZ(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    I64(64),
    U64(64),
    F64(64),
    /** Of two float64; PyTorch and NumPy have it, safetensors does not. */
    C128(128),
    /** Anything else that an array of NumPy may hold: texts, dates, Python objects. */
    OTHER(8);

    private static final Set<TensorDtype> SAFETENSORS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(C128, OTHER)));

    private final int bits;

    TensorDtype(int bits) {
        this.bits = bits;
    }

    /** Of one element. */
    int bits() {
        return bits;
    }

    /** Of one element, which must be whole bytes. */
    public int bytes() {
        if (bits % Byte.SIZE != 0) {
            throw new IllegalStateException(this + " has " + bits + " bits");
        }
        return bits / Byte.SIZE;
    }

    public boolean isFloat() {
        return switch (this) {
            case F64, F32, F16, BF16, F8_E5M2, F8_E4M3 -> true;
            default -> false;
        };
    }

    /** Whole numbers and truth values. */
    boolean isInteger() {
        return switch (this) {
            case BOOL, U8, I8, I16, U16, I32, U32, I64, U64 -> true;
            default -> false;
        };
    }

    /** One whole number; empty for another type, and beyond the range of long. */
    OptionalLong integer(ByteBuffer from) {
        return switch (this) {
            case BOOL -> OptionalLong.of(from.get() == 0 ? 0 : 1);
            case U8 -> OptionalLong.of(Byte.toUnsignedInt(from.get()));
            case I8 -> OptionalLong.of(from.get());
            case U16 -> OptionalLong.of(Short.toUnsignedInt(from.getShort()));
            case I16 -> OptionalLong.of(from.getShort());
            case U32 -> OptionalLong.of(Integer.toUnsignedLong(from.getInt()));
            case I32 -> OptionalLong.of(from.getInt());
            case I64 -> OptionalLong.of(from.getLong());
            case U64 ->
                Stream.of(from.getLong())
                        .filter(value -> value >= 0)
                        .mapToLong(Long::longValue)
                        .findFirst();
            default -> OptionalLong.empty();
        };
    }

    /** By the name that safetensors gives it. */
    static Optional<TensorDtype> of(String name) {
        return SAFETENSORS.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Those that safetensors has. */
    static List<String> names() {
        return SAFETENSORS.stream().map(Enum::name).toList();
    }

    /** Those that {@link #isFloat}, as messages list them. */
    static List<String> floats() {
        return Arrays.stream(values())
                .filter(TensorDtype::isFloat)
                .map(Enum::name)
                .sorted()
                .toList();
    }
}
