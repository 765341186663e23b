"""Where each TransformerLens name lies in a model of transformers, and what its hooks see there.

A family is what it has different from Llama (FAMILIES). What the names hold stands in docs/sites.md; check_names.py asks
TransformerLens itself.
"""

import torch


class Place:
    """Where an activation lies: what a module is given or returns, or what read makes of it; write puts another there."""

    def __init__(self, module, side, read=lambda value: value, write=lambda value, new: new):
        self.module, self.side, self.read, self.write = module, side, read, write

    def hooked(self, see):
        """Hooks the module so that see(activation) may return another one; returns what removes the hook."""
        def changed(value):
            first = value[0] if isinstance(value, tuple) else value
            new = see(self.read(first))
            if new is None:
                return None
            new = self.write(first, new)
            return (new, *value[1:]) if isinstance(value, tuple) else new

        if self.side == "input":
            def before(module, inputs):
                new = changed(inputs[0])
                return None if new is None else (new, *inputs[1:])
            return self.module.register_forward_pre_hook(before)
        return self.module.register_forward_hook(lambda module, inputs, output: changed(output))


class Normalized(Place):
    """What a norm's hook_normalized holds: a layer norm's result; of an RMS norm that before its weight, which no module returns."""

    def __init__(self, norm):
        super().__init__(norm, "output")

    def hooked(self, see):
        def after(norm, inputs, output):
            if "RMSNorm" not in type(norm).__name__:
                return see(output)
            epsilon = getattr(norm, "variance_epsilon", None) or norm.eps
            new = see(inputs[0] / torch.sqrt(inputs[0].pow(2).mean(-1, keepdim=True) + epsilon))
            if new is None:
                return None
            name = type(norm).__name__
            return (1 + norm.weight if name.startswith("Gemma") and not name.startswith("Gemma4") else norm.weight) * new
        return self.module.register_forward_hook(after)


class Middle(Place):
    """The stream between attention and MLP, a sum that no module returns: what is given to the module that reads it, and the
    block's output with it."""

    def __init__(self, reader, block):
        super().__init__(reader, "input")
        self.block = block

    def hooked(self, see):
        change = []

        def before(norm, inputs):
            new = see(inputs[0])
            change[:] = [0 if new is None else new - inputs[0]]
            return None if new is None else (new,  *inputs[1:])

        def after(block, inputs, output):
            first = output[0] if isinstance(output, tuple) else output
            moved = first + (change[0].reshape(first.shape) if torch.is_tensor(change[0]) else change[0])
            return (moved, *output[1:]) if isinstance(output, tuple) else moved

        first, second = self.module.register_forward_pre_hook(before), self.block.register_forward_hook(after)
        return type("Both", (), {"remove": lambda self: (first.remove(), second.remove())})()


class Added(Place):
    """The stream between attention and MLP where what the block makes of it is not a sum: what a module returns and what the block was
    given, which are added."""

    def __init__(self, module, block):
        super().__init__(module, "output")
        self.block = block

    def hooked(self, see):
        given = []

        def after(module, inputs, output):
            new = see(given[0] + output)
            return None if new is None else new - given[0]

        first = self.block.register_forward_pre_hook(lambda block, inputs: given.__setitem__(slice(None), [inputs[0]]))
        second = self.module.register_forward_hook(after)
        return type("Both", (), {"remove": lambda self: (first.remove(), second.remove())})()


def columns(module, indices):
    """Some of the numbers that a module returns at each position: queries, keys or values of one projection, a gate of two."""
    def write(value, new):
        value = value.clone()
        value[..., indices] = new
        return value

    return Place(module, "output", lambda value: value[..., indices], write)


def scaled(module, factor):
    """What a module returns, times a constant that its block multiplies it by."""
    return Place(module, "output", lambda value: value * factor, lambda value, new: new / factor)


# what the parts of a block are called, where not as in Llama; None where there is none
LLAMA = dict(
    blocks="model.layers", norm="model.norm", ln1="input_layernorm", attention="self_attn", q="q_proj", k="k_proj", v="v_proj",
    output="o_proj", attention_out=None, ln2="post_attention_layernorm", mlp="mlp", first="gate_proj", last="down_proj",
    mlp_out=None)
POST_NORM = dict(
    ln1=None, ln2=None, attention_out="post_attention_layernorm", mlp_out="post_feedforward_layernorm")
FOUR_NORMS = dict(
    attention_out="post_attention_layernorm", ln2="pre_feedforward_layernorm", mlp_out="post_feedforward_layernorm")
GPT2 = dict(
    blocks="transformer.h", norm="transformer.ln_f", ln1="ln_1", attention="attn", qkv="c_attn", output="c_proj",
    ln2="ln_2", first="c_fc", last="c_proj")
BLOOM = dict(
    blocks="transformer.h", norm="transformer.ln_f", attention="self_attention", qkv="query_key_value", output="dense",
    attention_out="self_attention.dense", first="dense_h_to_4h", last="dense_4h_to_h", mlp_out="mlp.dense_4h_to_h")
FAMILIES = {
    "bloom": BLOOM,
    "cohere": dict(ln2=None),
    "cohere2": dict(ln2=None),
    "exaone4": POST_NORM,
    "falcon": BLOOM | dict(attention_out=None, mlp_out=None),
    "gemma2": FOUR_NORMS,
    "gemma3": FOUR_NORMS | dict(blocks="model.language_model.layers", norm="model.language_model.norm"),
    "gemma3_text": FOUR_NORMS,
    "gemma4_text": FOUR_NORMS,
    "glm": dict(first="gate_up_proj"),
    "glm4": dict(attention_out="post_self_attn_layernorm", first="gate_up_proj", mlp_out="post_mlp_layernorm"),
    "gpt2": GPT2,
    "gpt_bigcode": GPT2,
    "gpt_neo": GPT2 | dict(
        attention="attn", q="attention.q_proj", k="attention.k_proj", v="attention.v_proj", output="attention.out_proj",
        qkv=None),
    "gpt_neox": dict(
        blocks="gpt_neox.layers", norm="gpt_neox.final_layer_norm", attention="attention", qkv="query_key_value",
        output="dense", first="dense_h_to_4h", last="dense_4h_to_h"),
    "gptj": GPT2 | dict(qkv=None, output="out_proj", ln2=None, first="fc_in", last="fc_out"),
    "mpt": dict(
        blocks="transformer.blocks", norm="transformer.norm_f", ln1="norm_1", attention="attn", qkv="Wqkv",
        output="out_proj", ln2="norm_2", mlp="ffn", first="up_proj", mlp_out="ffn.down_proj"),
    "nemotron": dict(first="up_proj"),
    "olmo2": POST_NORM,
    "olmo3": POST_NORM,
    "opt": dict(
        blocks="model.decoder.layers", norm="model.decoder.final_layer_norm", ln1="self_attn_layer_norm", output="out_proj",
        ln2="final_layer_norm", mlp=None, first="fc1", last="fc2"),
    "phi": dict(norm="model.final_layernorm", output="dense", ln2=None, first="fc1", last="fc2"),
    "phi3": dict(qkv="qkv_proj", first="gate_up_proj"),
    "starcoder2": dict(first="c_fc", last="c_proj"),
}


def names(model):
    config = model.config
    called = LLAMA | dict(qkv=None) | FAMILIES.get(config.model_type, {})
    if config.model_type == "falcon" and hasattr(model.transformer.h[0], "ln_attn"):
        called |= dict(ln1="ln_attn", ln2="ln_mlp")
    elif config.model_type == "falcon" and config.parallel_attn:
        called |= dict(ln2=None)
    elif config.model_type == "opt" and not config.do_layer_norm_before:
        called |= dict(ln1=None, ln2=None)  # they stand on the stream
    elif config.model_type == "stablelm" and config.use_parallel_residual:
        called |= dict(ln2=None)
    return called


def parallel(model):
    """Whether the MLP reads the stream as it entered the block."""
    config = model.config
    return config.model_type in ("cohere", "cohere2", "gptj", "phi") or config.model_type in (
        "gpt_neox", "stablelm") and config.use_parallel_residual or config.model_type == "falcon" and (
            config.new_decoder_architecture or config.parallel_attn)


def widths(config):
    """Heads of queries, heads of keys, and the width of a head."""
    text = config.get_text_config()
    heads = getattr(text, "num_attention_heads", None) or getattr(text, "num_heads", None) or text.n_heads
    width = getattr(text, "hidden_size", None) or text.d_model
    keys = getattr(text, "num_key_value_heads", None) or heads
    if config.model_type == "falcon":
        keys = config.num_kv_heads if config.new_decoder_architecture or not config.multi_query else 1
    if config.model_type == "gpt_bigcode":
        keys = 1 if config.multi_query else heads
    return heads, keys, getattr(text, "head_dim", None) or width // heads


def joint(model, projection):
    """Queries, keys and values in what one projection returns: each side by side; or for each head, or each group, one after another."""
    heads, keys, width = widths(model.config)
    kind = model.config.model_type
    all_of_them = torch.arange((heads + 2 * keys) * width)
    grouped = kind in ("gpt_neox", "bloom") or kind == "falcon" and (
        model.config.new_decoder_architecture or not model.config.multi_query) or kind == "gpt_bigcode" and not (
            model.config.multi_query)
    if grouped:
        cut = all_of_them.reshape(keys, heads // keys + 2, width)
        parts = cut[:, :-2], cut[:, -2], cut[:, -1]
    else:
        parts = all_of_them.split([heads * width, keys * width, keys * width])
    return [columns(projection, part.flatten()) for part in parts]


def places(model):
    """Where each TransformerLens name lies, in the order in which the data flows."""
    called = names(model)
    # Bloom normalises its embeddings, and TransformerLens counts that to them
    embedding = model.transformer.word_embeddings_layernorm if model.config.model_type == "bloom" else model.get_input_embeddings()
    found = {"hook_embed": Place(embedding, "output")}
    for i, block in enumerate(model.get_submodule(called["blocks"])):
        of = {name: None if called[name] is None else block.get_submodule(called[name])
              for name in ("ln1", "attention", "ln2", "attention_out", "mlp_out")}
        attention = of["attention"]
        mlp = block if called["mlp"] is None else block.get_submodule(called["mlp"])
        qkv = [  # keys and values may be those of an earlier block
            Place(attention.get_submodule(called[name]), "output") if hasattr(attention, called[name]) else None
            for name in "qkv"] if called["qkv"] is None else joint(model, attention.get_submodule(called["qkv"]))
        factor = getattr(model.config, "residual_multiplier", 1)
        experts = hasattr(mlp, "experts")
        last = None if experts else mlp.get_submodule(called["last"])
        reads = mlp if called["mlp"] else mlp.get_submodule(called["first"])
        if experts:
            pre = None
        elif called["first"] == "gate_up_proj":
            pre = columns(mlp.gate_up_proj, torch.arange(mlp.gate_up_proj.out_features // 2))
        else:
            pre = Place(mlp.get_submodule(called["first"]), "output")
        if parallel(model):
            middle, mlp_in = None, of["ln2"] and Place(of["ln2"], "input")
        else:
            reader = of["ln2"] or reads
            middle, mlp_in = Middle(reader, block), Place(reader, "input")
            if model.config.model_type == "gemma4_text":
                middle = Added(block.post_attention_layernorm, block)
            elif model.config.model_type == "opt" and not model.config.do_layer_norm_before:
                middle = Place(block.self_attn_layer_norm, "output")
        found |= {f"blocks.{i}.{name}": place for name, place in {
            "hook_resid_pre": Place(block, "input"),
            "ln1.hook_normalized": of["ln1"] and Normalized(of["ln1"]),
            "attn.hook_q": qkv[0],
            "attn.hook_k": qkv[1],
            "attn.hook_v": qkv[2],
            "attn.hook_z": Place(attention.get_submodule(called["output"]), "input"),
            "hook_attn_out": scaled(of["attention_out"] or attention, factor),
            "hook_resid_mid": middle,
            "hook_mlp_in": mlp_in,
            "ln2.hook_normalized": of["ln2"] and Normalized(of["ln2"]),
            "mlp.hook_in": Place(reads, "input"),
            "mlp.hook_pre": pre,
            "mlp.hook_post": last and Place(last, "input"),
            "hook_mlp_out": scaled(of["mlp_out"] or (mlp if called["mlp"] else last), factor),
            "hook_resid_post": Place(block, "output"),
        }.items() if place is not None}
    return found


def trace(model, tokens):
    """PyTorch's logits, and its activations by name as forward hooks see them."""
    seen = {}
    hooks = [place.hooked(lambda value, name=name: seen.__setitem__(name, value.reshape(*tokens.shape, -1).clone()))
             for name, place in places(model).items()]
    with torch.no_grad():
        logits = model(input_ids=tokens, use_cache=False).logits
    for hook in hooks:
        hook.remove()
    return logits, seen


def changed(activation):
    """What is put in the place of an activation; in float32 the same numbers everywhere."""
    return 0.5 * activation + 0.25


def spliced(model, tokens):
    """The logits at the last position [B, V] with the changed activation at one site of the first block, by the site's name."""
    found = {}
    for name, place in places(model).items():
        if name.startswith("blocks.0."):
            hook = place.hooked(changed)
            with torch.no_grad():
                found[name] = model(input_ids=tokens, use_cache=False).logits[:, -1]
            hook.remove()
    return found
