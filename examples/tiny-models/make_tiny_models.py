"""Writes the tiny random models on which backend-onnx is tested, and what PyTorch says about them.

Four families, each exported by PyTorch's dynamo exporter, by its TorchScript exporter and by Optimum:
two blocks, width 16, 61 tokens, random weights. Beside each model.onnx stands expected.json: token ids, and PyTorch's
logits and activations under their TransformerLens names, taken by forward hooks.

    python make_tiny_models.py OUTPUT_FOLDER [NAME ...]

A NAME is FAMILY-EXPORTER, for instance llama-dynamo; without names all are made, those of Optimum only where Optimum
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

MAX_BYTES = 300_000
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


def places(model):
    """Where each TransformerLens name lies: a module, and whether its input or its output is meant."""
    kind = model.config.model_type
    if kind == "gpt2":
        embedding, blocks = model.transformer.wte, model.transformer.h
    elif kind == "gpt_neox":
        embedding, blocks = model.gpt_neox.embed_in, model.gpt_neox.layers
    else:
        embedding, blocks = model.model.embed_tokens, model.model.layers
    found = {"hook_embed": (embedding, "output")}
    for i, block in enumerate(blocks):
        if kind == "gpt2":
            attention, mlp, norm = block.attn, block.mlp, block.ln_2
            z, post = attention.c_proj, mlp.c_proj
        elif kind == "gpt_neox":
            attention, mlp = block.attention, block.mlp
            norm = None if block.use_parallel_residual else block.post_attention_layernorm
            z, post = attention.dense, mlp.dense_4h_to_h
        else:
            attention, mlp, norm = block.self_attn, block.mlp, block.post_attention_layernorm
            z, post = attention.o_proj, mlp.down_proj
        if kind == "gemma2":  # two norms more: what is added to the residual stream has been through them
            attention, norm, mlp = (
                block.post_attention_layernorm, block.pre_feedforward_layernorm, block.post_feedforward_layernorm)
        found |= {f"blocks.{i}.{name}": place for name, place in {
            "hook_resid_pre": (block, "input"),
            "attn.hook_z": (z, "input"),
            "hook_attn_out": (attention, "output"),
            "hook_resid_mid": (norm, "input"),
            "mlp.hook_post": (post, "input"),
            "hook_mlp_out": (mlp, "output"),
            "hook_resid_post": (block, "output"),
        }.items() if place[0] is not None}
    return found


def trace(model, tokens, wanted=lambda name: True):
    """PyTorch's logits, and its activations by name as forward hooks see them."""
    seen = {}
    first = lambda value: value[0] if isinstance(value, tuple) else value
    keep = lambda name: lambda module, inputs, output: seen.__setitem__(name, first(output).clone())
    keep_input = lambda name: lambda module, inputs: seen.__setitem__(name, inputs[0].clone())
    hooks = []
    for name, (module, side) in places(model).items():
        if wanted(name):
            hooks.append(module.register_forward_pre_hook(keep_input(name)) if side == "input"
                         else module.register_forward_hook(keep(name)))
    with torch.no_grad():
        logits = model(input_ids=tokens, use_cache=False).logits
    for hook in hooks:
        hook.remove()
    return logits, seen


def expected(tokens, logits, activations):
    """The content of expected.json."""
    flat = lambda tensor: [float(f"{v:.9g}") for v in tensor.flatten().tolist()]
    return {
        "torch": torch.__version__.split("+")[0],
        "tokens": tokens.tolist(),
        "logits": flat(logits),
        "activations": {name: flat(value) for name, value in sorted(activations.items())},
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


def write(name, output):
    family, exporter = name.split("-")
    model = make(FAMILIES[family], seed=len(family))
    folder = Path(output) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    ids = tokens()
    # the graphs' backend offers the residual stream and what is added to it, not what lies inside a branch
    logits, activations = trace(model, ids, lambda name: not name.endswith((".hook_z", ".hook_post")))
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
    (folder / "expected.json").write_text(json.dumps(expected(ids, logits, activations)) + "\n")
    size = sum(f.stat().st_size for f in folder.iterdir())
    if size > MAX_BYTES:
        raise SystemExit(f"{folder} has {size} bytes, more than {MAX_BYTES}")
    print(f"{name}: {size} bytes")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    names = sys.argv[2:]
    if not names:
        names = [f"{family}-{exporter}" for family in FAMILIES for exporter in EXPORTERS] + EXTRA
        try:
            import optimum.exporters.onnx  # noqa: F401
        except ImportError:
            names = [name for name in names if "optimum" not in name]
            print("Optimum is not installed: its exports are left as they are")
    for name in names:
        write(name, sys.argv[1])


if __name__ == "__main__":
    main()
