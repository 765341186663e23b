"""Writes tiny exports of families whose blocks are built otherwise than those of make_tiny_models.py, without a name that says so.

    python make_other_families.py ../../backend-onnx/src/test/resources/families [NAME ...]

A NAME is FAMILY-EXPORTER. All tensors are called t0, t1, …, so that a block can be told by nothing but its shape. Beside each graph stands
what PyTorch computes, as make_tiny_models.py writes it, of three tokens and to six decimals. Needs torch, transformers, onnx and onnxscript;
the folders in the repository were made with torch 2.15.0 and transformers 5.24.0.
"""

import contextlib
import io
import json
import logging
import sys
from pathlib import Path

import onnx
import torch
from transformers import AutoConfig, AutoModelForCausalLM

import make_tiny_models
from sites import spliced, trace
from tiny_families import MODELS, SLIDING_AND_FULL, SMALL, options_of

GEMMA4 = {name: value for name, value in SMALL.items() if name != "rope_theta"} | SLIDING_AND_FULL | dict(
    model_type="gemma4_text", hidden_activation="gelu_pytorch_tanh", tie_word_embeddings=True, global_head_dim=8,
    vocab_size_per_layer_input=61, hidden_size_per_layer_input=5, final_logit_softcapping=1.5)
OTHERS = {
    "bloom-dynamo": MODELS["bloom"],
    "cohere-dynamo": MODELS["cohere"],
    "falcon-torchscript": MODELS["falcon"],
    # the third block takes keys and values of the second
    "gemma4-torchscript": GEMMA4 | dict(
        num_hidden_layers=3, layer_types=["sliding_attention", "full_attention", "full_attention"], num_kv_shared_layers=1),
    "mixtral-dynamo": MODELS["mixtral"],
    "olmo2-dynamo": MODELS["olmo2"],
    "opt-torchscript": MODELS["opt"],
    # as OPT-350m: norms on the stream, embeddings that are projected
    "opt_post_norm-dynamo": MODELS["opt"] | dict(do_layer_norm_before=False, word_embed_proj_dim=8),
    "phi3-torchscript": MODELS["phi3"],
}
MAX_BYTES = 160_000


def make(options, seed):
    torch.manual_seed(seed)
    # of transformers' ways to compute experts, the one that PyTorch's exporters can write down
    experts = dict(experts_implementation="batched_mm") if options["model_type"] == "mixtral" else {}
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(**options_of(options)), **experts).eval()
    for parameter in model.parameters():
        parameter.data += 0.05 * torch.randn_like(parameter)
    for name, buffer in model.named_buffers():
        if name.endswith("layer_scalar"):  # of Gemma 4: 1 would change nothing
            buffer.data = 0.6 + 0.1 * torch.rand_like(buffer)
    return model


def without_names(path):
    model = onnx.load(str(path))
    graph = model.graph
    kept = {value.name for value in [*graph.input, *graph.output]}
    short = {"": ""}
    called = lambda name: name if name in kept else short.setdefault(name, f"t{len(short)}")
    for weight in graph.initializer:
        weight.name = called(weight.name)
    for node in graph.node:
        assert not any(attribute.HasField("g") for attribute in node.attribute)
        node.input[:] = [called(name) for name in node.input]
        node.output[:] = [called(name) for name in node.output]
        node.name = ""
        node.doc_string = ""
        del node.metadata_props[:]
    del graph.value_info[:]
    del graph.metadata_props[:]
    del model.metadata_props[:]
    onnx.save(model, str(path))


def write(name, output):
    family, exporter = name.split("-")
    folder = Path(output) / name
    model = make(OTHERS[name], seed=len(family))
    with contextlib.redirect_stdout(io.StringIO()):
        make_tiny_models.export(f"{family}-{exporter}", model, folder)
    without_names(folder / "model.onnx")
    (folder / "config.json").write_text(json.dumps({"model_type": model.config.model_type}) + "\n")
    ids = make_tiny_models.tokens()[:, :3]
    logits, activations = trace(model, ids)
    expected = make_tiny_models.expected(ids, logits, activations, spliced(model, ids))
    (folder / "expected.json").write_text(json.dumps(make_tiny_models.rounded(expected)) + "\n")
    size = sum(file.stat().st_size for file in folder.iterdir())
    if size > MAX_BYTES:
        raise SystemExit(f"{folder} has {size} bytes, more than {MAX_BYTES}")
    print(f"{name}: {size} bytes")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    for name in sys.argv[2:] or OTHERS:
        write(name, sys.argv[1])


if __name__ == "__main__":
    main()
