package org.noisefloor.files.tensor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names that PyTorch 2.15 gives to element types, and to storages of them. */
final class TorchTypes {
    private static final Map<String, TensorDtype> DTYPES = new HashMap<>();
    private static final Map<String, TensorDtype> STORAGES = new HashMap<>();

    static {
        type(TensorDtype.BOOL, "Bool", "bool");
        type(TensorDtype.U8, "Byte", "uint8");
        type(TensorDtype.I8, "Char", "int8");
        type(TensorDtype.I16, "Short", "int16", "short");
        type(TensorDtype.I32, "Int", "int32", "int");
        type(TensorDtype.I64, "Long", "int64", "long");
        type(TensorDtype.F16, "Half", "float16", "half");
        type(TensorDtype.BF16, "BFloat16", "bfloat16");
        type(TensorDtype.F32, "Float", "float32", "float");
        type(TensorDtype.F64, "Double", "float64", "double");
        type(TensorDtype.C64, "ComplexFloat", "complex64", "cfloat");
        type(TensorDtype.C128, "ComplexDouble", "complex128", "cdouble");
        // newer ones have no storage of their own
        type(TensorDtype.U16, null, "uint16");
        type(TensorDtype.U32, null, "uint32");
        type(TensorDtype.U64, null, "uint64");
        type(TensorDtype.F8_E4M3, null, "float8_e4m3fn");
        type(TensorDtype.F8_E5M2, null, "float8_e5m2");
        type(TensorDtype.F8_E4M3FNUZ, null, "float8_e4m3fnuz");
        type(TensorDtype.F8_E5M2FNUZ, null, "float8_e5m2fnuz");
        type(TensorDtype.F8_E8M0, null, "float8_e8m0fnu");
        // whole bytes there, of two numbers each
        type(TensorDtype.OTHER, null, "float4_e2m1fn_x2");
    }

    private TorchTypes() {}

    private static void type(TensorDtype dtype, @Nullable String storage, String... names) {
        for (String name : names) {
            DTYPES.put("torch." + name, dtype);
        }
        if (storage != null) {
            STORAGES.put("torch." + storage + "Storage", dtype);
            STORAGES.put("torch.cuda." + storage + "Storage", dtype);
        }
    }

    static Optional<TensorDtype> dtype(String name) {
        return Optional.ofNullable(DTYPES.get(name));
    }

    /** The type of a storage, as bytes for one that says none. */
    static Optional<TensorDtype> storage(String name) {
        return name.equals("torch.storage.UntypedStorage")
                ? Optional.of(TensorDtype.U8)
                : Optional.ofNullable(STORAGES.get(name));
    }
}
