package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * A decoder-only transformer: embeddings, blocks, a last norm, and the head that gives logits.
 *
 * @param embedding [V, D]
 * @param embeddingScale [1], null for 1
 * @param embeddingNorm null where embeddings are not normalised
 * @param projectIn null where embeddings are as wide as the stream
 * @param positions [context, D], null where positions are not learned
 * @param projectOut null likewise
 * @param head [V, D]
 * @param type of all weights and activations
 */
record Transformer(
        Kernels kernels,
        Architecture model,
        Weight embedding,
        @Nullable Weight embeddingScale,
        @Nullable Normal embeddingNorm,
        @Nullable Linear projectIn,
        @Nullable Weight positions,
        List<Block> blocks,
        Normal finalNorm,
        @Nullable Linear projectOut,
        Linear head,
        Dtype type) {

    /** Token ids [B, T] to their embeddings [B, T, D]. */
    PtNDArray embed(PtNDArray ids) {
        PtNDArray embedded = JniUtils.embedding(ids, embedding.array(), false);
        PtNDArray scaled = embeddingScale == null ? embedded : embedded.mul(embeddingScale.array());
        return embeddingNorm == null ? scaled : embeddingNorm.of(scaled);
    }

    /** Where embeddings stand: before positions are added, or in the stream already. */
    Stage start() {
        return model.embeddingIsTheStream() ? Stage.RESID_PRE : Stage.EMBED;
    }

    /**
     * Runs the model from a point to its end.
     *
     * @param from what flows there
     * @param tap sees what comes after it
     * @param logits float32 [B T, V] in the machine's memory, takes the result
     */
    void run(Flow from, SequenceTables tables, Tap tap, PtNDArray logits) {
        Flow at = from;
        @Nullable PtNDArray made = null; // by this method; of no use after the next block
        if (from.point().stage() == Stage.EMBED) {
            made = positioned(from.value());
            at = entering(0, made, tap);
        }
        for (int layer = at.point().layer(); layer < blocks.size(); layer++) {
            PtNDArray next; // [B, T, D]
            try (NDScope block = new NDScope()) {
                block.suppressNotUsedWarning();
                next = blocks.get(layer).run(at, tables, tap);
                NDScope.unregister(next);
            }
            NDScope.register(next); // with the caller's scope
            if (made != null) {
                made.close();
            }
            at = entering(layer + 1, next, tap);
            made = next;
        }
        PtNDArray last = finalNorm.of(at.value());
        unembed(projectOut == null ? last : projectOut.of(last), logits);
    }

    /** Embeddings [B, T, W] to the stream that enters the first block [B, T, D]. */
    private PtNDArray positioned(PtNDArray embedded) {
        PtNDArray x = projectIn == null ? embedded : projectIn.of(embedded);
        if (model.scales().embedding() != 1) {
            x = kernels.call("scale", x, model.scales().embedding());
        }
        if (positions == null) {
            return x;
        }
        long first = model.family().positionOffset();
        return x.add(
                JniUtils.slice(positions.array(), 0, first, first + x.getShape().get(1), 1));
    }

    /** The stream before a layer, once the tap has seen it. */
    private static Flow entering(int layer, PtNDArray stream, Tap tap) {
        Point point = new Point(layer, Stage.RESID_PRE);
        return Flow.alone(point, tap.at(Flow.alone(point, stream)));
    }

    /** x [B, T, D] to logits. */
    private void unembed(PtNDArray x, PtNDArray logits) {
        boolean changed = head.bias() != null
                || model.scales().logits() != 1
                || model.logitCap().isPresent();
        // what is done to logits is done in their type, and where the model is computed
        boolean direct = kernels.onHost() && (type == Dtype.FLOAT32 || !changed);
        PtNDArray into = direct
                ? logits
                : kernels.empty(x.getManager(), type, logits.getShape().getShape());
        kernels.call("unembed_into", x, head.weight().array(), into);
        if (head.bias() != null) {
            kernels.call("add_to", into, head.bias().array());
        }
        if (model.scales().logits() != 1) {
            kernels.call("scale_in_place", into, model.scales().logits());
        }
        model.logitCap().ifPresent(cap -> kernels.call("cap", into, cap));
        if (!direct) {
            kernels.call("copy", logits, into);
        }
    }
}
