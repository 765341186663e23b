package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDList;
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

    /** x [B, T, D] to z [B, T, H d]: softmax(s q k' + mask) v of each head. */
    PtNDArray mix(PtNDArray x, SequenceTables tables) {
        long d = model.headDim();
        long queries = model.heads() * d;
        long keys = model.keyValueHeads() * d;
        NDList parts = qkv.of(x).split(new long[] {queries, queries + keys}, 2);
        PtNDArray q = kernels.call("heads", (PtNDArray) parts.get(0), d); // [B, H, T, d]
        PtNDArray k = kernels.call("heads", (PtNDArray) parts.get(1), d); // [B, K, T, d]
        PtNDArray v = kernels.call("heads", (PtNDArray) parts.get(2), d); // [B, K, T, d]
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
