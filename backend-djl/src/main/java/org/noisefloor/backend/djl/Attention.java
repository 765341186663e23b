package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;

/**
 * Causal multi-head attention (Vaswani et al. 2017), K heads of keys and values shared by H heads of queries (Ainslie et al.
 * 2023).
 *
 * @param qkv [D] to the queries of all heads, then the keys, then the values: [(H + 2K) d]
 * @param output [H d] to [D]
 * @param window how many positions a query sees, itself included
 */
record Attention(Kernels kernels, Architecture model, Linear qkv, Linear output, int window) {

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
        long d = model.headDim();
        PtNDArray q = kernels.call("heads", part(Stage.Q, projected), d); // [B, H, T, d]
        PtNDArray k = kernels.call("heads", part(Stage.K, projected), d); // [B, K, T, d]
        PtNDArray v = kernels.call("heads", part(Stage.V, projected), d); // [B, K, T, d]
        if (model.rotary().isPresent()) {
            q = kernels.call("rotate", q, tables.cos(), tables.sin());
            k = kernels.call("rotate", k, tables.cos(), tables.sin());
        }
        k = kernels.call("shared", k, (long) model.heads()); // [B, H, T, d]
        v = kernels.call("shared", v, (long) model.heads()); // [B, H, T, d]
        double scale = model.attentionScale();
        if (model.attentionCap().isPresent()) {
            return kernels.call(
                    "capped_attention",
                    q,
                    k,
                    v,
                    scale,
                    tables.mask(window),
                    model.attentionCap().get());
        }
        return tables.seesAll(window)
                ? kernels.call("attention", q, k, v, scale)
                : kernels.call("masked_attention", q, k, v, scale, tables.mask(window));
    }
}
