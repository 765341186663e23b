package org.noisefloor.backend.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;

/** Checks what the host hands over, and gives tokens to PyTorch. */
final class Batches {
    /** PyTorch's number of the type. */
    static final long INT64 = 4;

    private Batches() {}

    /**
     * Token ids [B, T] as int64 on the device of the kernels; 0 on padding, which stands on the right, where a causal model does not look at it.
     *
     * @throws UserError if a token is not one of the model's
     */
    static PtNDArray ids(TokenBatch batch, BatchShape shape, int vocabulary, Kernels kernels, PtNDManager manager) {
        if (!batch.shape().equals(shape)) {
            throw new IllegalArgumentException("the model is cut for " + shape + ", not for " + batch.shape());
        }
        ByteBuffer ids = ByteBuffer.allocateDirect(shape.rows() * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int s = 0; s < shape.sequences(); s++) {
            for (int t = 0; t < shape.length(); t++) {
                int token = batch.token(s, t);
                if (token < 0 || token >= vocabulary) {
                    throw new UserError("token id " + token + " at position " + t + " of sequence " + s
                            + " of a batch: the model has tokens 0 to " + (vocabulary - 1)
                            + "; is this the model's own tokenizer?");
                }
                ids.putLong(token);
            }
        }
        Shape sizes = new Shape(shape.sequences(), shape.length());
        try (PtNDArray made = manager.create(ids.flip(), sizes, DataType.INT64)) {
            return kernels.put(made, INT64);
        }
    }
}
