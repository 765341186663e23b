package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import org.jspecify.annotations.Nullable;

/**
 * One block of a pre-norm transformer.
 *
 * <pre>
 * sequential:  mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(mid))
 * parallel:    mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(x))
 * </pre>
 *
 * <p>Gemma 2 normalises what attention and MLP return once more before it is added.
 *
 * @param layer counted from 0
 * @param parallel whether the MLP reads the stream as it entered (GPT-NeoX)
 */
record Block(
        int layer,
        boolean parallel,
        Normal attentionNorm,
        Attention attention,
        @Nullable Normal attentionPostNorm,
        Normal mlpNorm,
        Mlp mlp,
        @Nullable Normal mlpPostNorm) {

    /**
     * Runs the block from one of its stages to its end.
     *
     * @param from where the value stands
     * @param value the activation there
     * @param beside [B, T, D], the stream that passes beside it, as {@link Tap} had it
     * @return [B, T, D], the stream that leaves
     */
    PtNDArray run(Stage from, PtNDArray value, PtNDArray beside, SequenceTables tables, Tap tap) {
        PtNDArray now = value;
        PtNDArray x = beside; // what the next result is added to
        if (from == Stage.RESID_PRE) {
            now = attention.mix(attentionNorm.of(x), tables); // [B, T, H d]
            tap.at(new Point(layer, Stage.Z), now, x);
        }
        if (from.isBefore(Stage.ATTN_OUT)) {
            now = normal(attentionPostNorm, attention.output().of(now)); // [B, T, D]
            tap.at(new Point(layer, Stage.ATTN_OUT), now, x);
        }
        PtNDArray read = x; // what the MLP reads
        if (from.isBefore(Stage.RESID_MID)) {
            x = now.add(x); // [B, T, D]
            now = x;
            if (!parallel) {
                read = x;
                tap.at(new Point(layer, Stage.RESID_MID), now, x);
            }
        }
        if (from.isBefore(Stage.MLP_POST)) {
            now = mlp.inside(mlpNorm.of(read)); // [B, T, F]
            tap.at(new Point(layer, Stage.MLP_POST), now, x);
        }
        if (from.isBefore(Stage.MLP_OUT)) {
            now = normal(mlpPostNorm, mlp.down().of(now)); // [B, T, D]
            tap.at(new Point(layer, Stage.MLP_OUT), now, x);
        }
        return now.add(x);
    }

    private static PtNDArray normal(@Nullable Normal norm, PtNDArray x) {
        return norm == null ? x : norm.of(x);
    }
}
