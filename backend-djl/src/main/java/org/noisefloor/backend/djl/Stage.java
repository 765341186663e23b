package org.noisefloor.backend.djl;

/**
 * A place in a block where an activation stands, in the order in which the data flows. What leaves a block is the
 * {@link #RESID_PRE} of the next one.
 */
enum Stage {
    /** [B, T, D], token embeddings, before positions are added. */
    EMBED("hook_embed"),
    /** [B, T, D], the residual stream that enters. */
    RESID_PRE("hook_resid_pre"),
    /** [B, T, H d], the heads' weighted values, side by side, before the output projection. */
    Z("attn.hook_z"),
    /** [B, T, D], what attention adds to the stream. */
    ATTN_OUT("hook_attn_out"),
    /** [B, T, D], the stream between attention and MLP; not a place of its own in a parallel block. */
    RESID_MID("hook_resid_mid"),
    /** [B, T, F], inside the MLP after the nonlinearity and, if there is one, the gate. */
    MLP_POST("mlp.hook_post"),
    /** [B, T, D], what the MLP adds to the stream. */
    MLP_OUT("hook_mlp_out");

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

    boolean isBefore(Stage other) {
        return compareTo(other) < 0;
    }
}
