"""What the tiny models are: the arguments of their transformers configs, in words that old and new versions read."""

LAYERS, WIDTH, HEADS, VOCABULARY, CONTEXT = 2, 16, 2, 61, 32

FAMILIES = {
    "gpt2": dict(
        model_type="gpt2", n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, n_positions=CONTEXT,
        attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, bos_token_id=60, eos_token_id=60),
    "neox": dict(
        model_type="gpt_neox", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH, max_position_embeddings=CONTEXT, rotary_pct=0.25, bos_token_id=0, eos_token_id=0),
    "llama": dict(
        model_type="llama", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        num_key_value_heads=1, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, bos_token_id=1,
        eos_token_id=2, pad_token_id=2, tie_word_embeddings=True),
    "qwen2": dict(
        model_type="qwen2", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        num_key_value_heads=1, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, bos_token_id=59,
        eos_token_id=60),
}

# the folders of backend-djl: of each family the ONNX model itself, or what that family has beside it
LLAMA = FAMILIES["llama"] | dict(
    num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=False, rms_norm_eps=1e-3, rope_theta=500.0)

MODELS = {
    "gpt2": FAMILIES["gpt2"],
    "neox": FAMILIES["neox"],
    "neox-sequential": FAMILIES["neox"] | dict(
        use_parallel_residual=False, rotary_pct=0.5, rotary_emb_base=100, layer_norm_eps=1e-3),
    "llama": LLAMA,
    "llama-tied": FAMILIES["llama"],
    # wavelengths 6, 20, 63 and 199: at an original context of 32 kept, between, divided, divided
    "llama3": FAMILIES["llama"] | dict(
        num_key_value_heads=2, max_position_embeddings=4 * CONTEXT, rope_theta=100.0, rope_scaling=dict(
            rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=CONTEXT)),
    "mistral": dict(
        model_type="mistral", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=4, head_dim=6,
        num_key_value_heads=2, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, sliding_window=3,
        rope_theta=200.0, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, tie_word_embeddings=False),
    "qwen2": FAMILIES["qwen2"],
    "gemma2": dict(
        model_type="gemma2", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, head_dim=12,
        num_key_value_heads=1, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, sliding_window=3,
        query_pre_attn_scalar=5, attn_logit_softcapping=0.5, final_logit_softcapping=1.5, rope_theta=300.0,
        pad_token_id=0, bos_token_id=2, eos_token_id=1),
}


# whose weights are those of the graphs, or are as they were when there was no other way to make them
ROUNDED = set(MODELS)

# The families below have no graph to be equal to, so they are as small as can be: every size differs from every other, of four heads two
# share keys and values, and heads side by side are not as wide as the stream where a family allows it.
SMALL = dict(
    hidden_size=12, num_hidden_layers=LAYERS, num_attention_heads=4, num_key_value_heads=2, head_dim=6, intermediate_size=20,
    max_position_embeddings=CONTEXT, rms_norm_eps=1e-3, rope_theta=300.0, pad_token_id=0, bos_token_id=2, eos_token_id=1,
    tie_word_embeddings=False)
EVEN = SMALL | dict(num_attention_heads=2, num_key_value_heads=1)  # head_dim is always hidden_size / num_attention_heads
EVEN.pop("head_dim")
EXPERTS = dict(num_experts_per_tok=2)

MODELS |= {
    "gemma": SMALL | dict(model_type="gemma", hidden_act="gelu_pytorch_tanh", tie_word_embeddings=True),
    "gemma3_text": SMALL | dict(
        model_type="gemma3_text", hidden_activation="gelu_pytorch_tanh", tie_word_embeddings=True, sliding_window=3,
        query_pre_attn_scalar=5, layer_types=["sliding_attention", "full_attention"], rope_local_base_freq=20.0,
        rope_scaling=dict(rope_type="linear", factor=4.0)),
    "qwen3": SMALL | dict(model_type="qwen3", attention_bias=True),
    "qwen3_moe": SMALL | EXPERTS | dict(
        model_type="qwen3_moe", intermediate_size=18, moe_intermediate_size=10, num_experts=4, norm_topk_prob=True,
        mlp_only_layers=[1], attention_bias=True),
    "olmo2": SMALL | dict(model_type="olmo2"),
    "phi3": SMALL | dict(model_type="phi3", partial_rotary_factor=0.67, sliding_window=3, original_max_position_embeddings=CONTEXT),
    "smollm3": SMALL | dict(
        model_type="smollm3", no_rope_layers=[1, 0], use_sliding_window=True, sliding_window=3, tie_word_embeddings=True),
    "cohere2": EVEN | dict(
        model_type="cohere2", layer_norm_eps=1e-3, sliding_window=3, layer_types=["sliding_attention", "full_attention"],
        logit_scale=0.7, tie_word_embeddings=True),
}


def options_of(options):
    return dict(vocab_size=VOCABULARY, initializer_range=0.2) | options
