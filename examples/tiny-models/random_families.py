"""Random models of every family: the arguments of a transformers config, drawn so that all that changes what is computed is drawn."""

FULL, SLIDING = "full_attention", "sliding_attention"


class Draw:
    """Numbers and choices from a seeded generator."""

    def __init__(self, random):
        self.random = random

    def of(self, *choices):
        return self.random.choice(choices)

    def maybe(self, chance=0.5):
        return self.random.random() < chance

    def between(self, low, high):
        return round(self.random.uniform(low, high), 3)

    def layers(self):
        return self.random.randint(1, 4)

    def heads(self):
        """Heads of queries, and of keys and values."""
        heads = self.of(1, 2, 3, 4, 5, 6, 7)
        return heads, self.of(*[keys for keys in range(1, heads + 1) if heads % keys == 0])

    def width(self):
        """Of a head: even, or its rotation would have a half too few."""
        return self.of(2, 4, 6, 8, 10, 16)

    def sizes(self, own_width=True):
        heads, keys = self.heads()
        head = self.width()
        return dict(
            hidden_size=heads * self.of(2, 4, 5, 6, 9) if own_width else heads * head, num_hidden_layers=self.layers(),
            num_attention_heads=heads, num_key_value_heads=keys, intermediate_size=self.random.randint(5, 30),
            max_position_embeddings=self.of(8, 16, 40, 64), tie_word_embeddings=self.maybe(),
            rope_theta=self.of(10.0, 300.0, 10000.0, 500000.0, 1e7),
        ) | (dict(head_dim=head) if own_width else {})

    def rms(self):
        return dict(rms_norm_eps=self.of(1e-6, 1e-5, 1e-2))

    def norm(self, key):
        return {key: self.of(1e-6, 1e-5, 1e-2)}

    def activation(self, key="hidden_act"):
        return {key: self.of("silu", "gelu", "relu", "gelu_pytorch_tanh", "gelu_new")} if self.maybe(0.3) else {}

    def flags(self, *keys):
        return {key: self.maybe() for key in keys}

    def types(self, layers):
        return [self.of(FULL, SLIDING) for _ in range(layers)]

    def scaling(self, width, kinds=("linear", "dynamic", "yarn", "llama3", "longrope")):
        """Options that scale the rotation of a head of which so many numbers are rotated, for sequences beyond the original length."""
        kind = self.of(None, None, *kinds)
        original = self.of(4, 8)
        factor = self.of(1.5, 4.0, 8.0)
        if kind is None or width < 4:  # dynamic divides by the number of rotated entries beyond two
            return {}
        outside = self.of({}, {}, dict(original_max_position_embeddings=self.of(3, 6, 10)))
        if kind == "linear":
            return dict(rope_scaling=dict(rope_type=kind, factor=factor))
        if kind == "dynamic":
            return dict(max_position_embeddings=original, rope_scaling=dict(rope_type=kind, factor=factor))
        if kind == "llama3":
            return outside | dict(rope_scaling=dict(
                rope_type=kind, factor=factor, low_freq_factor=self.of(0.5, 1.0), high_freq_factor=self.of(2.0, 4.0),
                original_max_position_embeddings=self.of(4, 8, 12)))
        if kind == "longrope":
            factors = lambda: [self.between(1, 6) for _ in range(width // 2)]
            return dict(original_max_position_embeddings=original, rope_scaling=dict(
                rope_type=kind, short_factor=factors(), long_factor=factors(),
                **self.of({}, dict(factor=factor), dict(attention_factor=self.between(0.5, 1.5)))))
        yarn = dict(rope_type=kind, factor=factor, original_max_position_embeddings=original)
        yarn |= dict(beta_fast=self.of(4.0, 2.0), beta_slow=self.of(0.1, 1.0)) if self.maybe() else {}
        yarn |= self.of({}, {}, dict(attention_factor=self.between(0.5, 1.5)), dict(mscale=0.7, mscale_all_dim=self.of(0.5, 1.0)))
        yarn |= dict(truncate=self.maybe()) if self.maybe() else {}
        yarn |= dict(factor=None) if self.maybe(0.1) else {}
        return outside | dict(rope_scaling=yarn)


def llama_like(kind, draw, own_width=True, more=lambda draw, o: {}, kinds=None, share=1.0):
    """One that has Llama's sizes and an RMS norm, and what more says."""
    options = dict(model_type=kind) | draw.sizes(own_width) | draw.rms() | draw.activation()
    options |= more(draw, options)
    head = options.get("head_dim") or options["hidden_size"] // options["num_attention_heads"]
    kinds = dict(kinds=kinds) if kinds is not None else {}
    share = options.get("partial_rotary_factor", share)
    return options | draw.scaling(int(head * share), **kinds)


def share(draw, options):
    """A partial_rotary_factor that rotates an even number of each head."""
    head = options.get("head_dim") or options["hidden_size"] // options["num_attention_heads"]
    return dict(partial_rotary_factor=draw.of(*[rotated / head + 0.001 if rotated < head else 1.0 for rotated in range(2, head + 1, 2)]))


def window(draw, options):
    return dict(sliding_window=draw.of(None, 1, 2, 3, 5))


def layered(draw, options, **more):
    return dict(sliding_window=draw.of(1, 2, 3, 5), layer_types=draw.types(options["num_hidden_layers"]), **more)


def experts(draw, count="num_local_experts"):
    number = draw.of(1, 2, 3, 4, 6)
    return {count: number, "num_experts_per_tok": draw.random.randint(1, number)}


def llama(draw):
    return llama_like("llama", draw, more=lambda d, o: d.flags("attention_bias", "mlp_bias"))


def mistral(draw):
    return llama_like("mistral", draw, more=window)


def qwen2(draw):
    return llama_like("qwen2", draw, own_width=False, more=lambda d, o: dict(
        use_sliding_window=d.maybe(), sliding_window=d.of(2, 3), max_window_layers=d.random.randint(0, o["num_hidden_layers"])))


def qwen3(draw):
    return llama_like("qwen3", draw, more=lambda d, o: d.flags("attention_bias") | dict(
        use_sliding_window=d.maybe(), sliding_window=d.of(2, 3), max_window_layers=d.random.randint(0, o["num_hidden_layers"])))


def qwen3_moe(draw):
    return llama_like("qwen3_moe", draw, more=lambda d, o: experts(d, "num_experts") | d.flags("attention_bias", "norm_topk_prob") | dict(
        moe_intermediate_size=d.random.randint(4, 12), decoder_sparse_step=d.of(1, 1, 2), use_sliding_window=d.maybe(0.3),
        sliding_window=d.of(2, 3), mlp_only_layers=[i for i in range(o["num_hidden_layers"]) if d.maybe(0.3)]))


def mixtral(draw):
    return llama_like("mixtral", draw, more=lambda d, o: experts(d) | window(d, o))


def gpt_oss(draw):
    return llama_like("gpt_oss", draw, more=lambda d, o: experts(d) | layered(d, o) | d.flags("attention_bias") | dict(
        hidden_act="silu", **d.of({}, dict(swiglu_limit=d.of(0.5, 2.0)), dict(swiglu_alpha=d.of(0.7, 3.0)))), kinds=("yarn", "yarn", "linear", "dynamic", "llama3", "longrope"))


def gemma(draw):
    return llama_like("gemma", draw, more=lambda d, o: d.flags("attention_bias") | dict(hidden_act=d.of("gelu", "gelu_pytorch_tanh", "relu")))


def gemma2(draw):
    return llama_like("gemma2", draw, kinds=(), more=lambda d, o: d.flags("attention_bias") | layered(d, o) | dict(
        hidden_activation=d.of("gelu_pytorch_tanh", "silu"), query_pre_attn_scalar=d.of(3, 8, 20),
        attn_logit_softcapping=d.of(None, 0.5, 30.0), final_logit_softcapping=d.of(None, 1.5, 20.0)))


def gemma3_text(draw):
    options = llama_like("gemma3_text", draw, kinds=("linear", "yarn", "llama3"), more=lambda d, o: d.flags("attention_bias") | dict(
        hidden_activation=d.of("gelu_pytorch_tanh", "silu"), query_pre_attn_scalar=d.of(3, 8, 20), sliding_window=d.of(1, 2, 3, 5),
        final_logit_softcapping=d.of(None, None, 1.5), rope_local_base_freq=d.of(10.0, 10000.0),
        **d.of(dict(sliding_window_pattern=d.of(1, 2, 3)), dict(layer_types=d.types(o["num_hidden_layers"])))))
    options.pop("hidden_act", None)
    if draw.maybe(0.4):
        for key in ("rope_theta", "rope_local_base_freq", "rope_scaling"):
            options.pop(key, None)
        options |= by_type(draw, options, kinds=("linear", "yarn", "llama3", "dynamic"))
    return options | dict(attn_logit_softcapping=draw.of(None, None, 0.7))


def by_type(draw, options, kinds=("yarn", "linear", "llama3", "longrope", "dynamic")):
    """A rotation for each type of layer, as transformers 5 writes them."""
    head = options.get("head_dim") or options["hidden_size"] // options["num_attention_heads"]
    scaled = draw.scaling(head, kinds=kinds)
    full = dict(scaled.pop("rope_scaling", dict(rope_type="default")))
    theirs = {FULL: full | dict(rope_theta=draw.of(10.0, 10000.0))}
    if draw.maybe(0.8):
        theirs[SLIDING] = dict(rope_type="default") | draw.of({}, dict(rope_theta=draw.of(10.0, 500.0)))
        if draw.maybe(0.3):
            theirs[SLIDING] |= dict(rope_type="linear", factor=2.0)
    return scaled | dict(rope_parameters=theirs)


def gemma3(draw):
    text = gemma3_text(draw) | dict(vocab_size=draw.of(41, 61, 70), initializer_range=0.2, tie_word_embeddings=True)
    return dict(model_type="gemma3", text_config=text, vision_config=dict(
        model_type="siglip_vision_model", hidden_size=8, intermediate_size=10, num_hidden_layers=1, num_attention_heads=2,
        image_size=8, patch_size=4), mm_tokens_per_image=4, boi_token_index=37, eoi_token_index=38, image_token_index=39)


def olmo(draw):
    options = llama_like("olmo", draw, more=lambda d, o: d.flags("attention_bias") | dict(clip_qkv=d.of(None, 0.3, 1.0)))
    options.pop("rms_norm_eps")
    return options


def olmo2(draw):
    return llama_like("olmo2", draw, more=lambda d, o: d.flags("attention_bias"))


def olmo3(draw):
    options = llama_like("olmo3", draw, kinds=(), more=lambda d, o: d.flags("attention_bias") | layered(d, o))
    options.pop("rope_theta")
    return options | by_type(draw, options, kinds=("yarn", "yarn", "linear", "llama3"))


def exaone4(draw):
    return llama_like("exaone4", draw, more=lambda d, o: dict(
        layered(d, o), **({} if d.maybe(0.7) else dict(sliding_window=None, layer_types=[FULL] * o["num_hidden_layers"]))))


def phi(draw):
    options = llama_like("phi", draw, own_width=False, more=lambda d, o: d.flags("qk_layernorm") | share(d, o) | d.norm("layer_norm_eps"))
    options.pop("rms_norm_eps")
    return options


def phi3(draw):
    kinds = draw.of((), ("longrope",))
    options = llama_like("phi3", draw, own_width=False, kinds=kinds, more=lambda d, o: window(d, o) | (share(d, o) if d.maybe() else {}))
    return dict(original_max_position_embeddings=options["max_position_embeddings"]) | options


def smollm3(draw):
    return llama_like("smollm3", draw, more=lambda d, o: d.flags("attention_bias", "mlp_bias") | dict(
        use_sliding_window=d.maybe(), sliding_window=d.of(None, 2, 3),
        **d.of(dict(no_rope_layer_interval=d.of(1, 2, 3)), dict(no_rope_layers=[d.of(0, 1) for _ in range(o["num_hidden_layers"])]))))


def granite(draw):
    return llama_like("granite", draw, own_width=False, more=lambda d, o: d.flags("attention_bias", "mlp_bias") | dict(
        embedding_multiplier=d.of(1.0, d.between(0.5, 3)), residual_multiplier=d.of(1.0, d.between(0.3, 2)),
        attention_multiplier=d.of(1.0, d.between(0.05, 0.6)), logits_scaling=d.of(1.0, d.between(0.5, 4))))


def cohere(draw):
    options = llama_like("cohere", draw, own_width=False, more=lambda d, o: d.flags("attention_bias", "use_qk_norm") | dict(
        logit_scale=d.between(0.05, 1)) | d.norm("layer_norm_eps"))
    options.pop("rms_norm_eps")
    return options


def cohere2(draw):
    options = llama_like("cohere2", draw, own_width=False, more=lambda d, o: d.flags("attention_bias") | dict(
        logit_scale=d.between(0.05, 1), sliding_window=d.of(1, 2, 3), **d.of(
            dict(sliding_window_pattern=d.of(1, 2, 3)), dict(layer_types=d.types(o["num_hidden_layers"])))) | d.norm("layer_norm_eps"))
    options.pop("rms_norm_eps")
    return options


def glm(draw):
    return llama_like("glm", draw, more=lambda d, o: d.flags("attention_bias") | share(d, o))


def glm4(draw):
    return llama_like("glm4", draw, more=lambda d, o: d.flags("attention_bias") | share(d, o))


def helium(draw):
    return llama_like("helium", draw, own_width=False, more=lambda d, o: d.flags("attention_bias", "mlp_bias") | dict(
        head_dim=o["hidden_size"] // o["num_attention_heads"]))


def nemotron(draw):
    options = llama_like("nemotron", draw, more=lambda d, o: d.flags("attention_bias", "mlp_bias") | share(d, o) | d.norm("norm_eps"))
    options.pop("rms_norm_eps")
    return options


def ministral3(draw):
    options = llama_like("ministral3", draw, more=window, kinds=("yarn",))
    scaling = options.pop("rope_scaling", dict(rope_type="default"))
    return options | dict(rope_parameters=scaling | dict(
        rope_theta=options.pop("rope_theta"), llama_4_scaling_beta=draw.between(0, 0.5),
        original_max_position_embeddings=draw.of(3, 5, 8)))


def internlm3(draw):
    bias = draw.maybe()
    return llama_like("internlm3", draw, kinds=("dynamic", "dynamic", "linear"), more=lambda d, o: dict(attention_bias=bias, mlp_bias=bias))


def stablelm(draw):
    options = llama_like("stablelm", draw, own_width=False, more=lambda d, o: d.flags(
        "use_qkv_bias", "qk_layernorm", "use_parallel_residual") | share(d, o) | d.norm("layer_norm_eps"))
    options.pop("rms_norm_eps")
    return options


def starcoder2(draw):
    options = llama_like("starcoder2", draw, more=lambda d, o: d.flags("use_bias") | window(d, o) | d.norm("norm_epsilon"))
    options.pop("rms_norm_eps")
    return options


def gpt_neox(draw):
    options = llama_like("gpt_neox", draw, own_width=False, more=lambda d, o: d.flags(
        "use_parallel_residual", "attention_bias") | d.norm("layer_norm_eps"))
    head = options["hidden_size"] // options["num_attention_heads"]
    for key in ("rms_norm_eps", "num_key_value_heads", "rope_scaling", "original_max_position_embeddings"):
        options.pop(key, None)
    options["max_position_embeddings"] = 40
    options["rotary_emb_base"] = options.pop("rope_theta")
    return options | dict(rotary_pct=draw.of(*[rotated / head + 0.001 if rotated < head else 1.0 for rotated in range(2, head + 1, 2)]))


def falcon(draw):
    heads, keys = draw.heads()
    alibi = draw.maybe(0.3)
    options = dict(
        model_type="falcon", hidden_size=heads * draw.width(), num_attention_heads=heads, num_hidden_layers=draw.layers(),
        ffn_hidden_size=draw.random.randint(5, 30), alibi=alibi, tie_word_embeddings=draw.maybe(0.8), max_position_embeddings=40,
        rope_theta=draw.of(10.0, 10000.0), **draw.norm("layer_norm_epsilon"), **draw.flags("bias", "multi_query", "parallel_attn"))
    if draw.maybe(0.4):
        options |= dict(new_decoder_architecture=True, num_kv_heads=keys, parallel_attn=True, **draw.of({}, dict(num_ln_in_parallel_attn=1)))
    return options | draw.activation("activation") | (
        draw.scaling(options["hidden_size"] // heads, kinds=("linear", "dynamic")) if not alibi else {})


def bloom(draw):
    heads, _ = draw.heads()
    return dict(
        model_type="bloom", hidden_size=heads * draw.of(3, 4, 5), n_head=heads, n_layer=draw.layers(), tie_word_embeddings=draw.maybe(0.8),
        **draw.norm("layer_norm_epsilon"))


def mpt(draw):
    heads, _ = draw.heads()
    return dict(
        model_type="mpt", d_model=heads * draw.of(3, 4, 5), n_heads=heads, n_layers=draw.layers(), max_seq_len=40,
        attn_config=dict(clip_qkv=draw.of(None, 0.3, 1.0), softmax_scale=draw.of(None, 0.2, 0.9)), **draw.norm("layer_norm_epsilon"))


def opt(draw):
    heads, _ = draw.heads()
    return dict(
        model_type="opt", hidden_size=heads * draw.of(3, 4, 5), num_attention_heads=heads, num_hidden_layers=draw.layers(),
        ffn_dim=draw.random.randint(5, 30), max_position_embeddings=40, dropout=0.0, init_std=0.2, tie_word_embeddings=draw.maybe(0.8),
        **draw.flags("enable_bias", "layer_norm_elementwise_affine"), **draw.activation("activation_function"),
        **draw.of({}, dict(word_embed_proj_dim=draw.of(6, 10))))


def gpt2(draw):
    heads, _ = draw.heads()
    return dict(
        **draw.flags("scale_attn_weights", "scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn"),
        model_type="gpt2", n_embd=heads * draw.of(3, 4, 5), n_head=heads, n_layer=draw.layers(), n_positions=40,
        tie_word_embeddings=draw.maybe(0.8), attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, **draw.norm("layer_norm_epsilon"),
        **draw.activation("activation_function"), **draw.of({}, dict(n_inner=draw.random.randint(5, 30))))


def gpt_bigcode(draw):
    options = gpt2(draw) | dict(model_type="gpt_bigcode", **draw.flags("multi_query"), scale_attn_weights=draw.maybe(0.8))
    return {key: value for key, value in options.items() if key not in ("scale_attn_by_inverse_layer_idx", "reorder_and_upcast_attn")}


def gpt_neo(draw):
    heads, _ = draw.heads()
    layers = draw.layers()
    return dict(
        model_type="gpt_neo", hidden_size=heads * draw.of(3, 4, 5), num_heads=heads, num_layers=layers, window_size=draw.of(2, 3, 5),
        attention_types=[[[draw.of("global", "local")], 1] for _ in range(layers)], max_position_embeddings=40,
        tie_word_embeddings=draw.maybe(0.8), **draw.norm("layer_norm_epsilon"), **draw.activation("activation_function"),
        **draw.of({}, dict(intermediate_size=draw.random.randint(5, 30))))


def gptj(draw):
    heads, _ = draw.heads()
    head = draw.width()
    return dict(
        model_type="gptj", n_embd=heads * head, n_head=heads, n_layer=draw.layers(), n_positions=40,
        rotary_dim=draw.of(*range(2, head + 1, 2)), tie_word_embeddings=draw.maybe(0.2), **draw.norm("layer_norm_epsilon"),
        **draw.activation("activation_function"), **draw.of({}, dict(n_inner=draw.random.randint(5, 30))))


FAMILIES = {draw.__name__: draw for draw in (
    bloom, cohere, cohere2, exaone4, falcon, gemma, gemma2, gemma3, gemma3_text, glm, glm4, gpt2, gpt_bigcode, gpt_neo, gpt_neox,
    gpt_oss, gptj, granite, helium, internlm3, llama, ministral3, mistral, mixtral, mpt, nemotron, olmo, olmo2, olmo3, opt, phi, phi3,
    qwen2, qwen3, qwen3_moe, smollm3, stablelm, starcoder2)}


def options_of(family, random):
    draw = Draw(random)
    options = FAMILIES[family](draw)
    if "text_config" in options:
        return options
    return dict(vocab_size=draw.of(41, 61, 70), initializer_range=0.2, pad_token_id=0, bos_token_id=2, eos_token_id=1) | options
