package org.noisefloor.backend.djl;

import java.util.List;

/**
 * A place in a block where an activation stands, in the order in which the data flows. What leaves a block is the
 * {@link #RESID_PRE} of the next one.
 */
enum Stage {
    /** [B, T, D], token embeddings, before positions are added. */
    EMBED("hook_embed"),
    /** [B, T, D], the residual stream that enters. */
    RESID_PRE("hook_resid_pre"),
    /** [B, T, D], what the first norm makes: a layer norm with its weight and bias, an RMS norm before its weight. */
    ATTN_NORMALIZED("ln1.hook_normalized"),
    /** [B, T, H d], the queries of all heads, side by side, before they are rotated and scaled. */
    Q("attn.hook_q"),
    /** [B, T, K d], the keys of the heads that have some, before they are rotated. */
    K("attn.hook_k"),
    /** [B, T, K d], the values of the same heads. */
    V("attn.hook_v"),
    /** [B, T, H d], the heads' weighted values, side by side, before the output projection. */
    Z("attn.hook_z"),
    /** [B, T, D], what attention adds to the stream. */
    ATTN_OUT("hook_attn_out"),
    /** [B, T, D], the stream between attention and MLP; not a place of its own in a parallel block. */
    RESID_MID("hook_resid_mid"),
    /** [B, T, D], what the second norm reads of the stream; the stream itself passes beside it. */
    MLP_IN("hook_mlp_in"),
    /** [B, T, D], what that norm makes: a layer norm with its weight and bias, an RMS norm before its weight. */
    MLP_NORMALIZED("ln2.hook_normalized"),
    /** [B, T, D], what the MLP reads: the second norm's result. */
    MLP_READS("mlp.hook_in"),
    /** [B, T, F], inside the MLP before the nonlinearity. */
    MLP_PRE("mlp.hook_pre"),
    /** [B, T, F], inside the MLP after the nonlinearity and, if there is one, the gate. */
    MLP_POST("mlp.hook_post"),
    /** [B, T, D], what the MLP adds to the stream. */
    MLP_OUT("hook_mlp_out");

    /** What the projection of attention makes. */
    static final List<Stage> PROJECTED = List.of(Q, K, V);

    private final String hook;

    Stage(String hook) {
        this.hook = hook;
    }

    /** The name of the hook in TransformerLens, without its block. */
    String hook() {
        return hook;
    }

    /** Whether the activation is the residual stream itself, so that nothing passes beside it. */
    boolean isTheStream() {
        return this == EMBED || this == RESID_PRE || this == RESID_MID;
    }

    /** Whether the activation is float32 whatever the type of the model: an RMS norm before its weight. */
    boolean isFloat32(Family family) {
        return family.norm().isRms() && (this == ATTN_NORMALIZED || this == MLP_NORMALIZED);
    }

    boolean isBefore(Stage other) {
        return compareTo(other) < 0;
    }
}
