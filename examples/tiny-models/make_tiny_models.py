"""Writes the tiny random models on which backend-onnx is tested, and what PyTorch says about them.

Four families, each exported by PyTorch's dynamo exporter, by its TorchScript exporter and by Optimum:
two blocks, width 16, 61 tokens, random weights. Beside each model.onnx stands expected.json: token ids, and PyTorch's
logits and activations under their TransformerLens names, taken by forward hooks.

    python make_tiny_models.py [--expected] OUTPUT_FOLDER [NAME ...]

With --expected the graphs stay, and what PyTorch says of the same weights is written anew. A NAME is FAMILY-EXPORTER, for instance llama-dynamo; without names all are made, those of Optimum only where Optimum
is installed.
"""

import json
import logging
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from tiny_families import FAMILIES, VOCABULARY, options_of

MAX_BYTES = 400_000
EXPORTERS = ["dynamo", "torchscript", "optimum"]
EXTRA = ["gpt2-optimum_past", "llama-optimum_past"]
EXTERNAL_DATA = {"llama-dynamo"}


def make(options, seed, attention="sdpa"):
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(**options_of(options)), attn_implementation=attention).eval()
    for parameter in model.parameters():  # norms and biases too: a test on ones and zeros would prove little
        parameter.data += 0.05 * torch.randn_like(parameter)
    return model


def tokens():
    torch.manual_seed(1)
    return torch.randint(0, VOCABULARY, (2, 7))


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
            if isinstance(norm, torch.nn.LayerNorm):
                return see(output)
            epsilon = getattr(norm, "variance_epsilon", None) or norm.eps
            new = see(inputs[0] / torch.sqrt(inputs[0].pow(2).mean(-1, keepdim=True) + epsilon))
            if new is None:
                return None
            return (1 + norm.weight if type(norm).__name__.startswith("Gemma") else norm.weight) * new
        return self.module.register_forward_hook(after)


class Middle(Place):
    """The stream between attention and MLP, a sum that no module returns: what the norm is given, and the block's output with it."""

    def __init__(self, norm, block):
        super().__init__(norm, "input")
        self.block = block

    def hooked(self, see):
        change = []

        def before(norm, inputs):
            new = see(inputs[0])
            change[:] = [0 if new is None else new - inputs[0]]
            return None if new is None else (new,)

        def after(block, inputs, output):
            return (output[0] + change[0], *output[1:]) if isinstance(output, tuple) else output + change[0]

        first, second = self.module.register_forward_pre_hook(before), self.block.register_forward_hook(after)
        return type("Both", (), {"remove": lambda self: (first.remove(), second.remove())})()


def part(module, which, heads):
    """The queries, keys or values in what one projection returns: side by side, or head after head."""
    def cut(value):
        shape = (*value.shape[:-1], 3, value.shape[-1] // 3) if heads is None else (*value.shape[:-1], heads, 3, -1)
        return value.reshape(shape)

    def write(value, new):
        value = cut(value).clone()
        value[..., which, :] = new.reshape(value[..., which, :].shape)
        return value.flatten(-2 if heads is None else -3)

    return Place(module, "output", lambda value: cut(value)[..., which, :].flatten(-1 if heads is None else -2), write)


def parts(model, block):
    """What the families call the parts of a block: attention, its norm, q, k, v and output; the MLP, its norm, first and last matrix."""
    kind = model.config.model_type
    if kind == "gpt2":
        attention, mlp = block.attn, block.mlp
        qkv = [part(attention.c_attn, i, None) for i in range(3)]
        return attention, block.ln_1, qkv, attention.c_proj, mlp, block.ln_2, mlp.c_fc, mlp.c_proj
    if kind == "gpt_neox":
        attention, mlp = block.attention, block.mlp
        qkv = [part(attention.query_key_value, i, model.config.num_attention_heads) for i in range(3)]
        return (attention, block.input_layernorm, qkv, attention.dense,
                mlp, block.post_attention_layernorm, mlp.dense_h_to_4h, mlp.dense_4h_to_h)
    attention, mlp = block.self_attn, block.mlp
    qkv = [Place(module, "output") for module in (attention.q_proj, attention.k_proj, attention.v_proj)]
    norm = block.pre_feedforward_layernorm if kind == "gemma2" else block.post_attention_layernorm
    return attention, block.input_layernorm, qkv, attention.o_proj, mlp, norm, mlp.gate_proj, mlp.down_proj


def places(model):
    """Where each TransformerLens name lies, in the order in which the data flows; check_names.py asks TransformerLens itself."""
    kind = model.config.model_type
    if kind == "gpt2":
        embedding, blocks = model.transformer.wte, model.transformer.h
    elif kind == "gpt_neox":
        embedding, blocks = model.gpt_neox.embed_in, model.gpt_neox.layers
    else:
        embedding, blocks = model.model.embed_tokens, model.model.layers
    found = {"hook_embed": Place(embedding, "output")}
    for i, block in enumerate(blocks):
        attention, attention_norm, qkv, output, mlp, mlp_norm, first, last = parts(model, block)
        attention_out, mlp_out = attention, mlp
        if kind == "gemma2":  # two norms more: what is added to the residual stream has been through them
            attention_out, mlp_out = block.post_attention_layernorm, block.post_feedforward_layernorm
        parallel = kind == "gpt_neox" and block.use_parallel_residual
        found |= {f"blocks.{i}.{name}": place for name, place in {
            "hook_resid_pre": Place(block, "input"),
            "ln1.hook_normalized": Normalized(attention_norm),
            "attn.hook_q": qkv[0],
            "attn.hook_k": qkv[1],
            "attn.hook_v": qkv[2],
            "attn.hook_z": Place(output, "input"),
            "hook_attn_out": Place(attention_out, "output"),
            "hook_resid_mid": None if parallel else Middle(mlp_norm, block),
            "hook_mlp_in": Place(mlp_norm, "input"),
            "ln2.hook_normalized": Normalized(mlp_norm),
            "mlp.hook_in": Place(mlp, "input"),
            "mlp.hook_pre": Place(first, "output"),
            "mlp.hook_post": Place(last, "input"),
            "hook_mlp_out": Place(mlp_out, "output"),
            "hook_resid_post": Place(block, "output"),
        }.items() if place is not None}
    return found


def trace(model, tokens):
    """PyTorch's logits, and its activations by name as forward hooks see them."""
    seen = {}
    hooks = [place.hooked(lambda value, name=name: seen.__setitem__(name, value.clone()))
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
    """The logits at the last position [2, 61] with the changed activation at one site of the first block, by the site's name."""
    found = {}
    for name, place in places(model).items():
        if name.startswith("blocks.0."):
            hook = place.hooked(changed)
            with torch.no_grad():
                found[name] = model(input_ids=tokens, use_cache=False).logits[:, -1]
            hook.remove()
    return found


def expected(tokens, logits, activations, splices):
    """The content of expected.json."""
    flat = lambda tensor: [float(f"{v:.9g}") for v in tensor.flatten().tolist()]
    return {
        "torch": torch.__version__.split("+")[0],
        "tokens": tokens.tolist(),
        "logits": flat(logits),
        "activations": {name: flat(value) for name, value in sorted(activations.items())},
        "spliced": {name: flat(value) for name, value in sorted(splices.items())},
    }


class Logits(torch.nn.Module):
    """Token ids, and for some the mask, to logits alone."""

    def __init__(self, model, masked):
        super().__init__()
        self.model = model
        self.masked = masked

    def forward(self, input_ids, attention_mask=None):
        return self.model(
            input_ids=input_ids, attention_mask=attention_mask if self.masked else None, use_cache=False).logits


def export_dynamo(model, folder, external):
    tokens = torch.arange(2 * 5).reshape(2, 5)
    torch.onnx.export(
        Logits(model, False), (tokens,), str(folder / "model.onnx"), dynamo=True, external_data=external,
        input_names=["input_ids"], output_names=["logits"],
        dynamic_shapes={"input_ids": {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}})


def export_torchscript(model, folder):
    tokens = torch.arange(2 * 5).reshape(2, 5)
    axes = {0: "batch", 1: "sequence"}
    torch.onnx.export(
        Logits(model, True), (tokens, torch.ones_like(tokens)), str(folder / "model.onnx"), dynamo=False,
        input_names=["input_ids", "attention_mask"], output_names=["logits"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": axes})


def export_optimum(model, folder, past):
    from optimum.exporters.onnx import onnx_export_from_model

    task = "text-generation-with-past" if past else "text-generation"
    with tempfile.TemporaryDirectory() as scratch:
        onnx_export_from_model(model, output=scratch, task=task, do_validation=False)
        shutil.copy(Path(scratch) / "model.onnx", folder / "model.onnx")


def without_traces(path):
    """Drops the exporter's Python stack traces, which are two thirds of the file and name the machine's folders."""
    model = onnx.load(str(path), load_external_data=False)
    for node in model.graph.node:
        kept = [p for p in node.metadata_props if p.key != "pkg.torch.onnx.stack_trace" and "fx_node" not in p.key]
        kept = [(p.key, p.value) for p in kept]
        del node.metadata_props[:]
        for key, value in kept:
            node.metadata_props.add(key=key, value=value)
        node.doc_string = ""
    path.write_bytes(model.SerializeToString(deterministic=True))


def export(name, model, folder):
    exporter = name.split("-")[1]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if exporter == "dynamo":
            export_dynamo(model, folder, name in EXTERNAL_DATA)
        elif exporter == "torchscript":
            export_torchscript(model, folder)
        else:
            export_optimum(model, folder, exporter.endswith("past"))
    without_traces(folder / "model.onnx")
    model.config.to_json_file(folder / "config.json", use_diff=False)


def write(name, output, graphs):
    family = name.split("-")[0]
    model = make(FAMILIES[family], seed=len(family))
    folder = Path(output) / name
    ids = tokens()
    logits, activations = trace(model, ids)
    splices = spliced(model, ids)
    if graphs:
        export(name, model, folder)
    (folder / "expected.json").write_text(json.dumps(expected(ids, logits, activations, splices)) + "\n")
    size = sum(f.stat().st_size for f in folder.iterdir())
    if size > MAX_BYTES:
        raise SystemExit(f"{folder} has {size} bytes, more than {MAX_BYTES}")
    print(f"{name}: {size} bytes")


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--expected"]
    graphs = len(arguments) == len(sys.argv) - 1
    if not arguments:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    names = arguments[1:]
    if not names:
        names = [f"{family}-{exporter}" for family in FAMILIES for exporter in EXPORTERS] + EXTRA
        try:
            if graphs:
                import optimum.exporters.onnx  # noqa: F401
        except ImportError:
            names = [name for name in names if "optimum" not in name]
            print("Optimum is not installed: its exports are left as they are")
    for name in names:
        write(name, arguments[0], graphs)


if __name__ == "__main__":
    main()
