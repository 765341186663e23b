package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * Fused operations of PyTorch that DJL does not offer, {@code scaled_dot_product_attention} before all.
 *
 * <p>DJL can run TorchScript, so they are written in it, in {@code kernels.torchscript}, which also says what each one
 * computes; products of matrices are in files of their own, for processors of x86-64 ({@code onednn.torchscript}), others, and GPUs. A TorchScript file is a zip with the source, and a pickle of the module's attributes; this one has a single
 * attribute, so that the pickle is a few bytes. A call costs some microseconds.
 *
 * <p>PyTorch itself is loaded with the first array, so that a model can be described without it.
 *
 * <p>What a kernel returns belongs to the manager of its first array. PyTorch makes it in inference mode: it can be changed in
 * place by kernels alone, and by no method of {@link PtNDArray}.
 *
 * <p>DJL 0.35 cannot name bfloat16 to PyTorch (it ends the process), nor copy an array to its own type. Conversions are
 * kernels for that reason; an array of bfloat16 can be computed with like any other.
 *
 * <p>All that a model computes with is on its device, where kernels alone put it. Managers make arrays in the machine's memory: what is read from
 * files, and the buffers that are handed out.
 */
final class Kernels implements AutoCloseable {
    private static final String HOST = "cpu";

    /** Version 10 of the format: operators as PyTorch 1.13 and later have them. */
    private static final String FORMAT_VERSION = "10\n";

    /** Where PyTorch is built with oneDNN, and that is the faster of its two ways. */
    private static final Set<String> ONEDNN = Set.of("linux-x86_64", "win-x86_64");

    /** Protocol 2, {@code __torch__.Kernels()} with the state {@code {'training': False}}. */
    private static final String MODULE =
            "\u0080\u0002c__torch__\nKernels\n)\u0081}X\u0008\u0000\u0000\u0000training\u0089sb.";
    /** Protocol 2, the empty tuple. */
    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final Supplier<PtNDManager> open;
    private final String device;
    private @Nullable PtNDManager manager;
    private @Nullable PtSymbolBlock module;

    /**
     * @param open a new manager of tensors, asked for when the first array is made
     * @param device as PyTorch names it
     */
    Kernels(Supplier<PtNDManager> open, String device) {
        this.open = open;
        this.device = device;
    }

    /** Whether what is computed lies in the machine's memory. */
    boolean onHost() {
        return device.equals(HOST);
    }

    /** Owns the module and what is to live as long. */
    PtNDManager manager() {
        if (manager == null) {
            manager = open.get();
        }
        return manager;
    }

    @Override
    public void close() {
        if (manager != null) {
            manager.close();
        }
    }

    private PtSymbolBlock module() {
        if (module == null) {
            module = load(manager(), onHost());
        }
        return module;
    }

    private static PtSymbolBlock load(PtNDManager manager, boolean onHost) {
        String platform = Torch.platform();
        String products = !onHost ? "gpu" : ONEDNN.contains(platform) ? "onednn" : "plain";
        try {
            byte[] source = source("kernels", products);
            return JniUtils.loadModule(manager, new ByteArrayInputStream(archive(source)), true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] source(String... parts) throws IOException {
        ByteArrayOutputStream source = new ByteArrayOutputStream();
        for (String part : parts) {
            try (InputStream in = Kernels.class.getResourceAsStream(part + ".torchscript")) {
                if (in == null) {
                    throw new IllegalStateException(part + ".torchscript is missing from the jar");
                }
                in.transferTo(source);
            }
        }
        return source.toByteArray();
    }

    private static byte[] archive(byte[] source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "version", FORMAT_VERSION.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry("kernels/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Runs a method of the module on an array and others, numbers or names. */
    PtNDArray call(String method, PtNDArray first, Object... others) {
        Object[] arguments = new Object[1 + others.length];
        arguments[0] = first;
        System.arraycopy(others, 0, arguments, 1, others.length);
        return run(first.getManager(), method, arguments);
    }

    /** A new array on the device, its values not set. */
    PtNDArray empty(PtNDManager manager, Dtype dtype, long... shape) {
        return run(manager, "empty", shape, dtype.code(), device);
    }

    /** A new array in the machine's memory, its values not set, by PyTorch's number of its type. */
    PtNDArray emptyOnHost(PtNDManager manager, long code, long... shape) {
        return run(manager, "empty", shape, code, HOST);
    }

    /** A copy on the device. */
    PtNDArray put(PtNDArray array, long code) {
        return call("put", array, code, device);
    }

    /** A copy in the machine's memory. */
    PtNDArray copyOnHost(PtNDArray array, long code) {
        return call("put", array, code, HOST);
    }

    private PtNDArray run(PtNDManager manager, String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(arguments[i]);
            }
            try (IValue result = IValueUtils.runMethod(module(), method, values)) {
                return result.toTensor(manager);
            }
        } finally {
            for (IValue value : values) {
                if (value != null) {
                    value.close();
                }
            }
        }
    }

    private static IValue value(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        }
        if (argument instanceof long[] sizes) {
            return IValue.listFrom(sizes);
        }
        if (argument instanceof String text) {
            return IValue.from(text);
        }
        return argument instanceof Double number
                ? IValue.from(number.doubleValue())
                : IValue.from(((Number) argument).longValue());
    }
}
