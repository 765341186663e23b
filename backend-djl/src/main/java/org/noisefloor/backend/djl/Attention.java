package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import org.jspecify.annotations.Nullable;

/**
 * Causal multi-head attention (Vaswani et al. 2017), K heads of keys and values shared by H heads of queries (Ainslie et al.
 * 2023).
 *
 * @param layer counted from 0
 * @param qkv [D] to the queries of all heads, then the keys, then the values: [(H + 2K) d]
 * @param queryNorm null where queries are not normalised
 * @param keyNorm null where keys are not normalised
 * @param sinks [H], scores to which nothing belongs (Xiao et al. 2023); null for none
 * @param output [H d] to [D]
 */
record Attention(
        Kernels kernels,
        Architecture model,
        int layer,
        Linear qkv,
        @Nullable Normal queryNorm,
        @Nullable Normal keyNorm,
        @Nullable Weight sinks,
        Linear output) {

    /** The queries, keys or values of all heads [B, T, n d], a view of the projections [B, T, (H + 2 K) d]. */
    PtNDArray part(Stage which, PtNDArray projected) {
        return kernels.call("part", projected, first(which), size(which));
    }

    /** A copy of the projections with others in the place of the queries, keys or values. */
    PtNDArray with(Stage which, PtNDArray part, PtNDArray projected) {
        return kernels.call("with_part", projected, part, first(which));
    }

    private long first(Stage which) {
        long queries = (long) model.heads() * model.headDim();
        return which == Stage.Q ? 0 : which == Stage.K ? queries : queries + size(Stage.K);
    }

    private long size(Stage which) {
        return (long) (which == Stage.Q ? model.heads() : model.keyValueHeads()) * model.headDim();
    }

    /** Projections [B, T, (H + 2 K) d] to z [B, T, H d]: softmax(s q k' + mask) v of each head. */
    PtNDArray mix(PtNDArray projected, SequenceTables tables) {
        PtNDArray clipped = model.clip().isPresent()
                ? kernels.call("clipped", projected, model.clip().get())
                : projected;
        PtNDArray q = heads(Stage.Q, clipped, queryNorm); // [B, H, T, d]
        PtNDArray k = heads(Stage.K, clipped, keyNorm); // [B, K, T, d]
        PtNDArray v = heads(Stage.V, clipped, null); // [B, K, T, d]
        if (model.rotaries().get(layer).isPresent()) {
            Rotary rotary = model.rotaries().get(layer).get();
            String rotate = model.family().pairs() == Family.Pairs.HALVES ? "rotate" : "rotate_pairs";
            q = kernels.call(rotate, q, tables.cos(rotary), tables.sin(rotary));
            k = kernels.call(rotate, k, tables.cos(rotary), tables.sin(rotary));
        }
        if (model.scales().queries() != null) {
            q = kernels.call("times", q, tables.growth());
        }
        k = kernels.call("shared", k, (long) model.heads()); // [B, H, T, d]
        v = kernels.call("shared", v, (long) model.heads()); // [B, H, T, d]
        return mixed(q, k, v, tables);
    }

    /** Some of the projections, normalised, head by head. */
    private PtNDArray heads(Stage which, PtNDArray projected, @Nullable Normal norm) {
        PtNDArray part = part(which, projected);
        boolean together = model.family().headNorm() == Family.HeadNorm.TOGETHER;
        if (norm != null && together) {
            part = norm.of(part);
        }
        PtNDArray heads = kernels.call("heads", part, (long) model.headDim());
        return norm != null && !together ? norm.of(heads) : heads;
    }

    private PtNDArray mixed(PtNDArray q, PtNDArray k, PtNDArray v, SequenceTables tables) {
        double scale = model.scales().attention(layer);
        int window = model.windows().get(layer);
        if (model.attentionCap().isPresent()) {
            double cap = model.attentionCap().get();
            return kernels.call("capped_attention", q, k, v, scale, tables.mask(window), cap);
        }
        if (sinks != null) {
            return kernels.call("sink_attention", q, k, v, scale, tables.mask(window), sinks.array());
        }
        return tables.needsMask(window)
                ? kernels.call("masked_attention", q, k, v, scale, tables.mask(window))
                : kernels.call("attention", q, k, v, scale);
    }
}
