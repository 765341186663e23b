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
     * @param from what flows there
     * @param tap sees what comes after it
     * @return [B, T, D], the stream that leaves
     */
    PtNDArray run(Flow from, SequenceTables tables, Tap tap) {
        Stage start = from.point().stage();
        PtNDArray now = from.value();
        PtNDArray x = from.stream(); // what the next result is added to
        if (start == Stage.RESID_PRE) {
            now = attention.mix(attentionNorm.of(x), tables); // [B, T, H d]
            now = tap.at(new Flow(at(Stage.Z), now, x));
        }
        if (start.isBefore(Stage.ATTN_OUT)) {
            now = normal(attentionPostNorm, attention.output().of(now)); // [B, T, D]
            now = tap.at(new Flow(at(Stage.ATTN_OUT), now, x));
        }
        PtNDArray read = x; // what the MLP reads
        if (start.isBefore(Stage.RESID_MID)) {
            x = now.add(x); // [B, T, D]
            if (!parallel) {
                x = tap.at(Flow.alone(at(Stage.RESID_MID), x));
                read = x;
            }
        }
        if (start.isBefore(Stage.MLP_POST)) {
            now = mlp.inside(mlpNorm.of(read)); // [B, T, F]
            now = tap.at(new Flow(at(Stage.MLP_POST), now, x));
        }
        if (start.isBefore(Stage.MLP_OUT)) {
            now = normal(mlpPostNorm, mlp.down().of(now)); // [B, T, D]
            now = tap.at(new Flow(at(Stage.MLP_OUT), now, x));
        }
        return now.add(x);
    }

    private Point at(Stage stage) {
        return new Point(layer, stage);
    }

    private static PtNDArray normal(@Nullable Normal norm, PtNDArray x) {
        return norm == null ? x : norm.of(x);
    }
}
