package org.noisefloor.backend.djl;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.noisefloor.api.UserError;
import org.noisefloor.files.ComputeDevice;

/** A TorchScript module called with token ids alone; what it returns, or the first or only tensor of it, are the logits. */
final class ScriptModule {
    private final Path path;
    private final PtSymbolBlock block;
    private final Kernels kernels;

    private ScriptModule(Path path, PtSymbolBlock block, Kernels kernels) {
        this.path = path;
        this.block = block;
        this.kernels = kernels;
    }

    /** @param manager owns the module */
    static ScriptModule load(Path path, PtNDManager manager, ComputeDevice.Placed device) {
        PtNDManager there = device.gpu().isPresent()
                ? manager.newSubManager(Device.gpu(device.gpu().getAsInt()))
                : manager;
        try {
            PtSymbolBlock block = JniUtils.loadModule(there, path, true, new String[0], new String[0], false);
            JniUtils.enableInferenceMode(block); // one saved while in training would drop out at random
            return new ScriptModule(path, block, new Kernels(() -> manager, device.name()));
        } catch (EngineException e) {
            throw new UserError(
                    path
                            + ": this is not a TorchScript module, as torch.jit.save writes it (a .pt of weights alone, from"
                            + " torch.save, is not one): " + TorchFailure.sentence(e),
                    e);
        }
    }

    Kernels kernels() {
        return kernels;
    }

    /** The last dimension of the logits. */
    int vocabulary(PtNDManager manager) {
        ByteBuffer zero = ByteBuffer.allocateDirect(Long.BYTES);
        try (PtNDArray made = manager.create(zero, new Shape(1, 1), DataType.INT64);
                PtNDArray ids = kernels.put(made, Batches.INT64);
                PtNDArray logits = logits(ids)) {
            Shape shape = logits.getShape();
            if (shape.dimension() != 3 || shape.get(0) != 1 || shape.get(1) != 1 || shape.get(2) < 1) {
                throw new UserError(path + ": token ids [1, 1] became an array " + shape
                        + ", and logits [1, 1, vocabulary] are expected");
            }
            return Math.toIntExact(shape.get(2));
        }
    }

    /**
     * @param ids int64 [B, T]
     * @param into float32 [B, T, V] in the machine's memory
     */
    void run(PtNDArray ids, PtNDArray into) {
        // its optimiser rewrites the graph after a few runs, and with it may change the last bits
        JniUtils.setGraphExecutorOptimize(false);
        try (PtNDArray logits = logits(ids)) {
            if (!logits.getShape().equals(into.getShape())) {
                throw new UserError(path + ": token ids " + ids.getShape() + " became an array " + logits.getShape()
                        + ", and logits " + into.getShape() + " are expected; was it traced at another length?");
            }
            kernels.call("copy", into, logits);
        }
    }

    private PtNDArray logits(PtNDArray ids) {
        try (IValue input = IValue.from(ids);
                IValue output = IValueUtils.runMethod(block, "forward", input)) {
            return first(output, ids.getManager());
        } catch (EngineException e) {
            throw new UserError(
                    path + ": the module cannot be run on token ids " + ids.getShape() + " alone: "
                            + TorchFailure.sentence(e),
                    e);
        }
    }

    private PtNDArray first(IValue output, PtNDManager manager) {
        if (output.isTensor()) {
            return output.toTensor(manager);
        }
        if (output.isTensorList()) {
            return output.toTensorArray(manager)[0];
        }
        if (output.isTuple()) {
            IValue[] parts = output.toIValueTuple();
            try {
                return first(parts[0], manager);
            } finally {
                for (IValue part : parts) {
                    part.close();
                }
            }
        }
        if (output.isMap()) {
            Map<String, IValue> parts = output.toIValueMap();
            try {
                IValue logits = parts.size() == 1 ? parts.values().iterator().next() : parts.get("logits");
                if (logits != null) {
                    return first(logits, manager);
                }
                throw UserError.unknown(
                        path.toString(), "entry of what the module returns", "logits", new TreeSet<>(parts.keySet()));
            } finally {
                parts.values().forEach(IValue::close);
            }
        }
        throw new UserError(path + ": the module returns a " + output.getType()
                + ", and an array of logits is expected, or a tuple or dictionary with it");
    }
}
