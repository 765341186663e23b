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
 * @param positions [context, D], null where positions are rotations
 * @param embeddingScale [1], null for 1
 * @param head [V, D]
 * @param type of all weights and activations
 */
record Transformer(
        Kernels kernels,
        Architecture model,
        PtNDArray embedding,
        @Nullable PtNDArray positions,
        @Nullable PtNDArray embeddingScale,
        List<Block> blocks,
        Normal finalNorm,
        PtNDArray head,
        Dtype type) {

    /** Token ids [B, T] to their embeddings [B, T, D]. */
    PtNDArray embed(PtNDArray ids) {
        PtNDArray embedded = JniUtils.embedding(ids, embedding, false);
        return embeddingScale == null ? embedded : embedded.mul(embeddingScale);
    }

    /** Where embeddings stand: before positions are added, or in the stream already. */
    Stage start() {
        return positions == null ? Stage.RESID_PRE : Stage.EMBED;
    }

    /**
     * Runs the model from a point to its end.
     *
     * @param value the activation there
     * @param beside the stream that passes beside it, as {@link Tap} had it; the value itself where nothing passes
     * @param logits float32 [B T, V], takes the result
     */
    void run(Point from, PtNDArray value, PtNDArray beside, SequenceTables tables, Tap tap, PtNDArray logits) {
        PtNDArray now = value;
        Point at = from;
        boolean ours = false; // whether nobody else needs what stands in now
        if (from.stage() == Stage.EMBED) {
            tap.at(from, now, now);
            long length = now.getShape().get(1);
            if (positions != null) {
                now = now.add(JniUtils.slice(positions, 0, 0, length, 1)); // [B, T, D]
                ours = true;
            }
            at = new Point(0, Stage.RESID_PRE);
        }
        for (int layer = at.layer(); layer < blocks.size(); layer++) {
            Stage stage = layer == from.layer() ? at.stage() : Stage.RESID_PRE;
            if (stage == Stage.RESID_PRE) {
                tap.at(new Point(layer, stage), now, now);
            }
            PtNDArray next; // [B, T, D]
            try (NDScope block = new NDScope()) {
                block.suppressNotUsedWarning();
                PtNDArray stream = stage == Stage.RESID_PRE ? now : beside;
                next = blocks.get(layer).run(stage, now, stream, tables, tap);
                NDScope.unregister(next);
            }
            NDScope.register(next); // with the caller's scope
            if (ours) {
                now.close();
            }
            now = next;
            ours = true;
        }
        tap.at(new Point(blocks.size(), Stage.RESID_PRE), now, now);
        unembed(finalNorm.of(now), logits);
    }

    /** x [B, T, D] to logits. */
    private void unembed(PtNDArray x, PtNDArray logits) {
        boolean direct = type == Dtype.FLOAT32;
        PtNDArray into = direct
                ? logits
                : kernels.empty(x.getManager(), type, logits.getShape().getShape());
        kernels.call("unembed_into", x, head, into);
        model.logitCap().ifPresent(cap -> kernels.call("cap", into, cap));
        if (!direct) {
            kernels.call("copy", logits, into);
        }
    }
}
