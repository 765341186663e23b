"""What the tiny models are: the arguments of their transformers configs, in words that old and new versions read."""

import copy

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
LAYER_NORMS = dict(
    hidden_size=12, num_hidden_layers=LAYERS, num_attention_heads=4, num_key_value_heads=2, head_dim=6, intermediate_size=20,
    max_position_embeddings=CONTEXT, rope_theta=300.0, pad_token_id=0, bos_token_id=2, eos_token_id=1, tie_word_embeddings=False)
SMALL = LAYER_NORMS | dict(rms_norm_eps=1e-3)
# where head_dim is always hidden_size / num_attention_heads: four heads of four, or two of eight, of which half is rotated
EVEN = {name: value for name, value in LAYER_NORMS.items() if name != "head_dim"} | dict(hidden_size=16)
NO_THETA = {name: value for name, value in SMALL.items() if name != "rope_theta"}
EVEN_RMS = EVEN | dict(rms_norm_eps=1e-3)
PARTIAL = EVEN | dict(num_attention_heads=2, num_key_value_heads=1, partial_rotary_factor=0.5)
# three heads of four: ALiBi has other slopes where their number is no power of two
THREE = dict(hidden_size=12, num_hidden_layers=LAYERS, num_attention_heads=3, layer_norm_epsilon=1e-3)
SLIDING_AND_FULL = dict(sliding_window=3, layer_types=["sliding_attention", "full_attention"])
# the sequences of the tests are longer than this
SHORT = 4
YARN = dict(
    rope_type="yarn", factor=3.0, original_max_position_embeddings=SHORT, beta_fast=2.0, beta_slow=0.1, truncate=False)
GEMMA3 = SMALL | SLIDING_AND_FULL | dict(
    model_type="gemma3_text", hidden_activation="gelu_pytorch_tanh", tie_word_embeddings=True, query_pre_attn_scalar=5,
    rope_local_base_freq=20.0, rope_scaling=dict(rope_type="linear", factor=4.0))
QWEN3_MOE = SMALL | dict(
    model_type="qwen3_moe", intermediate_size=18, moe_intermediate_size=10, num_experts=4, num_experts_per_tok=2,
    norm_topk_prob=True, mlp_only_layers=[1], attention_bias=True)
FALCON = dict(
    model_type="falcon", hidden_size=16, num_hidden_layers=LAYERS, num_attention_heads=4, layer_norm_epsilon=1e-3, bias=True,
    ffn_hidden_size=20, max_position_embeddings=CONTEXT, rope_theta=300.0, bos_token_id=2, eos_token_id=1)
STABLELM = PARTIAL | dict(model_type="stablelm", layer_norm_eps=1e-3, use_qkv_bias=True, qk_layernorm=True)
BIGCODE = dict(
    model_type="gpt_bigcode", n_embd=12, n_layer=LAYERS, n_head=3, n_inner=20, n_positions=CONTEXT, layer_norm_epsilon=1e-3,
    attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, bos_token_id=60, eos_token_id=60)
SCALED = EVEN_RMS | dict(model_type="llama")

MODELS |= {
    "bloom": THREE | dict(model_type="bloom"),
    "cohere": EVEN | dict(
        model_type="cohere", layer_norm_eps=1e-3, logit_scale=0.7, use_qk_norm=True, attention_bias=True,
        tie_word_embeddings=True),
    "cohere2": EVEN | SLIDING_AND_FULL | dict(
        model_type="cohere2", layer_norm_eps=1e-3, logit_scale=0.7, tie_word_embeddings=True),
    "exaone4": SMALL | SLIDING_AND_FULL | dict(model_type="exaone4"),
    "falcon": FALCON | dict(bias=False),
    "falcon-alibi": FALCON | THREE | dict(
        ffn_hidden_size=24, multi_query=False, parallel_attn=False, alibi=True),
    "falcon-new": FALCON | dict(new_decoder_architecture=True, num_kv_heads=2),
    "gemma": SMALL | dict(model_type="gemma", hidden_act="gelu_pytorch_tanh", tie_word_embeddings=True),
    "gemma3": dict(
        model_type="gemma3", text_config=GEMMA3 | dict(
            vocab_size=VOCABULARY, initializer_range=0.2, final_logit_softcapping=1.5),  # which is not applied beside a vision model
        vision_config=dict(
            model_type="siglip_vision_model", hidden_size=8, intermediate_size=10, num_hidden_layers=1, num_attention_heads=2, image_size=8,
            patch_size=4),
        pad_token_id=0, bos_token_id=2, eos_token_id=1, mm_tokens_per_image=4, boi_token_index=57, eoi_token_index=58, image_token_index=59),
    "gemma3_text": GEMMA3,
    "glm": SMALL | dict(model_type="glm", head_dim=8, partial_rotary_factor=0.5, attention_bias=True),
    "glm4": SMALL | dict(model_type="glm4", head_dim=8, partial_rotary_factor=0.5, attention_bias=True),
    "gpt_bigcode": BIGCODE,
    "gpt_bigcode-heads": BIGCODE | dict(multi_query=False),
    "gpt_neo": dict(
        model_type="gpt_neo", hidden_size=12, num_layers=LAYERS, num_heads=3, intermediate_size=20, window_size=3,
        attention_types=[[["global", "local"], 1]], max_position_embeddings=CONTEXT, layer_norm_epsilon=1e-3,
        bos_token_id=60, eos_token_id=60),
    "gpt_oss": SMALL | SLIDING_AND_FULL | dict(
        model_type="gpt_oss", num_local_experts=4, num_experts_per_tok=2, swiglu_limit=1.0, rope_scaling=YARN),
    "gptj": dict(
        model_type="gptj", n_embd=16, n_layer=LAYERS, n_head=2, n_inner=20, n_positions=CONTEXT, rotary_dim=4,
        layer_norm_epsilon=1e-3, bos_token_id=60, eos_token_id=60, tie_word_embeddings=False),
    "granite": EVEN_RMS | dict(
        model_type="granite", attention_bias=True, mlp_bias=True, embedding_multiplier=1.5, residual_multiplier=0.7,
        attention_multiplier=0.3, logits_scaling=2.5),
    "helium": EVEN_RMS | dict(model_type="helium", head_dim=4, attention_bias=True, mlp_bias=True),
    "internlm3": EVEN_RMS | dict(
        model_type="internlm3", head_dim=6, attention_bias=True, mlp_bias=True, max_position_embeddings=SHORT,
        rope_scaling=dict(rope_type="dynamic", factor=6.0)),
    "llama-dynamic": SCALED | dict(max_position_embeddings=SHORT, rope_scaling=dict(rope_type="dynamic", factor=3.0)),
    "llama-linear": SCALED | dict(rope_scaling=dict(rope_type="linear", factor=3.0)),
    "llama-longrope": SCALED | dict(
        original_max_position_embeddings=SHORT, rope_scaling=dict(
            rope_type="longrope", factor=8.0, short_factor=[1.1, 1.7], long_factor=[1.3, 5.0])),
    "llama-yarn": SCALED | dict(rope_scaling=YARN),
    "ministral3": NO_THETA | dict(
        model_type="ministral3", rope_parameters=YARN | dict(
            rope_theta=300.0, llama_4_scaling_beta=0.3, mscale=1.0, mscale_all_dim=0.5)),
    "mixtral": SMALL | dict(model_type="mixtral", num_local_experts=4, num_experts_per_tok=2),
    "mpt": dict(
        model_type="mpt", d_model=12, n_heads=3, n_layers=LAYERS, max_seq_len=CONTEXT, layer_norm_epsilon=1e-3, bos_token_id=60,
        eos_token_id=60, attn_config=dict(clip_qkv=0.8, softmax_scale=0.9)),
    "nemotron": LAYER_NORMS | dict(
        model_type="nemotron", norm_eps=1e-3, partial_rotary_factor=0.67, attention_bias=True, mlp_bias=True),
    "olmo": EVEN | dict(model_type="olmo", clip_qkv=0.8, attention_bias=True),
    "olmo2": SMALL | dict(model_type="olmo2"),
    "olmo3": NO_THETA | SLIDING_AND_FULL | dict(model_type="olmo3", rope_parameters=dict(
        sliding_attention=dict(rope_type="default", rope_theta=300.0), full_attention=YARN | dict(rope_theta=300.0))),
    "opt": dict(
        model_type="opt", hidden_size=12, num_hidden_layers=LAYERS, num_attention_heads=3, ffn_dim=20, max_position_embeddings=CONTEXT, dropout=0.0, init_std=0.2, bos_token_id=2,
        eos_token_id=2, pad_token_id=1),
    "phi": PARTIAL | dict(model_type="phi", layer_norm_eps=1e-3, qk_layernorm=True),
    "phi3": SMALL | dict(
        model_type="phi3", partial_rotary_factor=0.67, sliding_window=3, original_max_position_embeddings=CONTEXT),
    "phi3-longrope": EVEN_RMS | dict(
        model_type="phi3", original_max_position_embeddings=SHORT,
        rope_scaling=dict(type="longrope", short_factor=[1.1, 1.7], long_factor=[1.3, 5.0])),
    "qwen3": SMALL | dict(model_type="qwen3", attention_bias=True),
    "qwen3_moe": QWEN3_MOE,
    "smollm3": SMALL | dict(
        model_type="smollm3", no_rope_layers=[1, 0], use_sliding_window=True, sliding_window=3, tie_word_embeddings=True),
    "stablelm": STABLELM,
    "stablelm-parallel": STABLELM | dict(use_parallel_residual=True, qk_layernorm=False),
    "starcoder2": EVEN | dict(model_type="starcoder2", sliding_window=3, norm_epsilon=1e-3, tie_word_embeddings=True),
}

# what transformers 4 calls what only 5 can say as it stands above
OLDER = {"olmo3": dict(rope_theta=300.0, rope_scaling=YARN)}


def options_of(options):
    options = copy.deepcopy(options)  # transformers writes into what it is given
    return options if "text_config" in options else dict(vocab_size=VOCABULARY, initializer_range=0.2) | options
