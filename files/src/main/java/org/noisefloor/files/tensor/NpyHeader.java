package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.UserError;

/**
 * What stands in front of the numbers of an array of NumPy: eight bytes that say the version, the length of the header (16 bit in version
 * 1.0, 32 in 2.0 and 3.0), and the header, a dict of Python with descr, fortran_order and shape (NumPy's format description, NEP 1).
 *
 * @param descr the type of the elements as NumPy writes it
 * @param dataStart the first byte behind the header
 */
record NpyHeader(String descr, boolean columnMajor, List<Long> shape, long dataStart) {
    private static final int VERSION_BYTES = 8;
    /** NumPy itself reads no more than 10,000 unless it is told to. */
    private static final int MOST_BYTES = 1 << 16;

    /** An element type, with the order of bytes and what is to say where it cannot be read. */
    record Type(TensorDtype dtype, ByteOrder order, String refusal) {
        /** By the code that NumPy gives it: the order of bytes, a letter for the kind, the number of bytes. */
        static Type of(String type) {
            String code = type.isEmpty() || "<>|=".indexOf(type.charAt(0)) < 0 ? type : type.substring(1);
            ByteOrder order = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            Optional<TensorDtype> dtype = dtype(code);
            return new Type(dtype.orElse(TensorDtype.OTHER), order, dtype.isPresent() ? "" : refusal(type, code));
        }

        private static Optional<TensorDtype> dtype(String code) {
            return Optional.ofNullable(
                    switch (code) {
                        case "b1" -> TensorDtype.BOOL;
                        case "u1" -> TensorDtype.U8;
                        case "i1" -> TensorDtype.I8;
                        case "u2" -> TensorDtype.U16;
                        case "i2" -> TensorDtype.I16;
                        case "u4" -> TensorDtype.U32;
                        case "i4" -> TensorDtype.I32;
                        case "u8" -> TensorDtype.U64;
                        case "i8" -> TensorDtype.I64;
                        case "f2" -> TensorDtype.F16;
                        case "f4" -> TensorDtype.F32;
                        case "f8" -> TensorDtype.F64;
                        case "c8" -> TensorDtype.C64;
                        case "c16" -> TensorDtype.C128;
                        default -> null;
                    });
        }

        private static String refusal(String type, String code) {
            if (code.startsWith("O")) {
                return " holds Python objects, which only Python can read; save arrays of numbers";
            }
            if (code.startsWith("V") || code.equals("f1")) {
                return " is of the type '" + Shown.text(type)
                        + "', bytes without a meaning, which is how NumPy saves the bfloat16 and float8 of ml_dtypes; save it as float32";
            }
            return " is of the type '" + Shown.text(type)
                    + "', expected floats of 2, 4 or 8 bytes ('<f2', '<f4', '<f8')";
        }
    }

    /** @param where the array, with which messages begin */
    static NpyHeader read(String where, Bytes bytes) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(VERSION_BYTES + 4, bytes.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.read(0, start);
        start.flip();
        if (start.limit() < VERSION_BYTES + 2 || !FileKind.isNpy(start)) {
            throw new UserError(where + " is no array of NumPy, or cut short; download or save it again");
        }
        int version = start.get(6);
        if (version < 1 || version > 3 || start.get(7) != 0) {
            throw new UserError(where + " is of version " + version + "." + start.get(7)
                    + " of NumPy's format, expected 1.0, 2.0 or 3.0");
        }
        if (version > 1 && start.limit() < VERSION_BYTES + 4) {
            throw cutShort(where);
        }
        long length = version == 1 ? Short.toUnsignedInt(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
        int from = version == 1 ? VERSION_BYTES + 2 : VERSION_BYTES + 4;
        if (length > bytes.size() - from) {
            throw cutShort(where);
        }
        if (length > MOST_BYTES) {
            throw new UserError(where + " has a header of " + length + " bytes, expected at most " + MOST_BYTES);
        }
        byte[] text = new byte[(int) length];
        bytes.read(from, ByteBuffer.wrap(text));
        return parse(
                where,
                new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
                from + length);
    }

    private static UserError cutShort(String where) {
        return new UserError(where + " ends within its header; download or save it again");
    }

    private static NpyHeader parse(String where, String text, long dataStart) {
        Optional<Object> read = PythonLiteral.read(text);
        if (read.isPresent()
                && read.get() instanceof Map<?, ?> header
                && header.size() == 3
                && header.get("fortran_order") instanceof Boolean columnMajor
                && header.get("shape") instanceof List<?> sizes
                && sizes.stream().allMatch(each -> each instanceof Long size && size >= 0)
                && header.get("descr") != null) {
            List<Long> shape = sizes.stream().map(Long.class::cast).toList();
            // a list where elements have fields
            String type = header.get("descr") instanceof String simple ? simple : "V";
            return new NpyHeader(type, columnMajor, shape, dataStart);
        }
        throw new UserError(where + " must be described by descr, fortran_order and shape, and is described by "
                + Shown.text(text.strip()));
    }

    Type type() {
        return Type.of(descr);
    }
}
