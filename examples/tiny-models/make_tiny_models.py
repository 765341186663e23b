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

from sites import spliced, trace
from tiny_families import FAMILIES, VOCABULARY, options_of

MAX_BYTES = 400_000
EXPORTERS = ["dynamo", "torchscript", "optimum"]
EXTRA = ["gpt2-optimum_past", "llama-optimum_past"]
EXTERNAL_DATA = {"llama-dynamo"}


def make(options, seed, attention="sdpa", spread=0.05):
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(**options_of(options)), attn_implementation=attention, experts_implementation="eager").eval()
    for parameter in model.parameters():  # norms and biases too: a test on ones and zeros would prove little
        parameter.data += spread * torch.randn_like(parameter)
    return model


def tokens():
    torch.manual_seed(1)
    return torch.randint(0, VOCABULARY, (2, 7))


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


def rounded(value):
    """To six decimals, which is finer than what the tests allow."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return round(value, 6) if isinstance(value, float) else value


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
