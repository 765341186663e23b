"""Writes small graphs that want to be fed or run in ways of their own.

    python make_unusual_graphs.py ../../backend-onnx/src/test/resources/unusual

Needs torch, transformers, onnx, onnxscript and onnxruntime; the files in the repository were made with torch 2.15.0, transformers 5.24.0,
onnx 1.23.2, onnxscript 0.7.2 and onnxruntime 1.32.0. `opset23` is the Llama of llama-dynamo, exported for opset 23; it computes the
same. All others are one decoder of one block, with inputs of other types and ranks, and beside each stands what a plain session gives.
"""

import json
import shutil
import sys
from pathlib import Path

import ml_dtypes
import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto as T
from onnx import helper, numpy_helper

from make_tiny_models import FAMILIES, Logits, make

TOKENS = 13
WIDTH = 8
HEADS = 2
HEAD = WIDTH // HEADS
NUMPY = {T.INT64: np.int64, T.INT32: np.int32, T.BOOL: np.bool_, T.FLOAT: np.float32, T.FLOAT16: np.float16, T.BFLOAT16: ml_dtypes.bfloat16}
IDS = [[1, 7, 3, 11, 5], [1, 2, 12, 9, 4]]


def opset23(path):
    """Its rotations have the angles of one sequence, which ONNX Runtime spreads over no batch."""
    tokens = torch.arange(2 * 5).reshape(2, 5)
    dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}
    torch.onnx.export(
        Logits(make(FAMILIES["llama"], seed=len("llama")), False).eval(), (tokens,), str(path), dynamo=True, opset_version=23, external_data=False,
        input_names=["input_ids"], output_names=["logits"], dynamic_shapes={"input_ids": dimensions})
    model = onnx.load(path)
    del model.graph.value_info[:], model.graph.metadata_props[:], model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    path.write_bytes(model.SerializeToString(deterministic=True))


class Decoder:
    """Position embeddings, one block with heads and a past, no norms."""

    def __init__(self, ids=T.INT64, mask=T.INT64, positions=T.INT64, past=T.FLOAT, rank=4, merged=False, batch="batch", sequence="sequence"):
        self.types = {"input_ids": ids, "attention_mask": mask, "position_ids": positions}
        self.past = past
        self.rank = rank
        self.merged = merged
        self.rows = [batch, sequence]
        self.nodes = []
        self.random = np.random.default_rng(7)
        self.weights = []

    def weight(self, name, values, dtype=np.float32):
        if all(each.name != name for each in self.weights):
            self.weights.append(numpy_helper.from_array(np.asarray(values, dtype), name))
        return name

    def matrix(self, name, *shape):
        known = any(each.name == name for each in self.weights)
        return name if known else self.weight(name, self.random.standard_normal(shape) * 0.5)

    def node(self, kind, *inputs, out, **attributes):
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=out, **attributes))
        return out

    def heads(self, tensor, out):
        apart = self.node("Reshape", tensor, self.weight("apart", [0, 0, HEADS, HEAD], np.int64), out=out + "_apart")
        return self.node("Transpose", apart, out=out, perm=[0, 2, 1, 3])

    def joined(self, which, now, out):
        """What comes for the next token, and what attention sees."""
        if self.merged == "first":
            seen = self.node("Identity", now, out=out + "_seen")
        else:
            before = self.node("Cast", "past_key_values.0." + which, out=out + "_before", to=T.FLOAT)
            if self.rank == 3:
                sizes = [
                    self.node("Shape", "input_ids", out=out + "_rows", start=0, end=1), self.weight("heads", [HEADS], np.int64),
                    self.node("Shape", before, out=out + "_past", start=1, end=2), self.weight("wide", [HEAD], np.int64)]
                shape = self.node("Concat", *sizes, out=out + "_sizes", axis=0)
                before = self.node("Reshape", before, shape, out=out + "_by_batch", allowzero=1)
            seen = self.node("Concat", before, now, out=out + "_seen", axis=2)
        cast = self.node("Cast", seen, out=out + "_cast", to=self.past)
        if self.rank == 3:
            size = self.node("Shape", seen, out=out + "_size", start=2, end=3)
            shape = self.node("Concat", self.weight("all", [-1], np.int64), size, self.weight("wide", [HEAD], np.int64), out=out + "_flat", axis=0)
            self.node("Reshape", cast, shape, out="present.0." + which)
        else:
            self.node("Identity", cast, out="present.0." + which)
        return seen

    def body(self):
        w = self.weight
        places = self.node("Gather", self.matrix("wpe", 16, WIDTH), "position_ids", out="places")
        stream = self.node("Add", self.node("Gather", self.matrix("wte", TOKENS, WIDTH), "input_ids", out="embedded"), places, out="stream")
        queries, keys, values = (
            self.heads(self.node("MatMul", stream, self.matrix("w" + which, WIDTH, WIDTH), out=which), which + "_heads") for which in "qkv")
        keys, values = self.joined("key", keys, "keys"), self.joined("value", values, "values")
        turned = self.node("Transpose", keys, out="turned", perm=[0, 1, 3, 2])
        scores = self.node("MatMul", queries, turned, out="products")
        # what comes later, and what is masked, gets −10,000
        now = self.node("Shape", "input_ids", out="now", start=1, end=2)
        seen = self.node("Shape", keys, out="all_seen", start=2, end=3)
        square = self.node("Concat", now, seen, out="square", axis=0)
        ones = self.node("ConstantOfShape", square, out="ones", value=numpy_helper.from_array(np.ones(1, np.float32)))
        diagonal = self.node("Sub", seen, now, out="before")
        causal = self.node("Trilu", ones, self.node("Squeeze", diagonal, out="diagonal"), out="causal", upper=0)
        visible = self.node("Cast", "attention_mask", out="visible", to=T.FLOAT)
        visible = self.node("Unsqueeze", visible, w("middle", [1, 2], np.int64), out="visible_rows")
        allowed = self.node("Mul", causal, visible, out="allowed")
        hidden = self.node("Sub", allowed, w("one", 1), out="hidden")
        scores = self.node("Add", scores, self.node("Mul", hidden, w("far", 1e4), out="away"), out="scores")
        mixed = self.node("MatMul", self.node("Softmax", scores, out="weights", axis=-1), values, out="mixed")
        flat = self.node("Reshape", self.node("Transpose", mixed, out="laid", perm=[0, 2, 1, 3]), w("flat", [0, 0, WIDTH], np.int64), out="z")
        mid = self.node("Add", stream, self.node("MatMul", flat, self.matrix("wo", WIDTH, WIDTH), out="attended"), out="mid")
        hidden = self.node("Tanh", self.node("MatMul", mid, self.matrix("w_in", WIDTH, WIDTH), out="pre"), out="post")
        last = self.node("Add", mid, self.node("MatMul", hidden, self.matrix("w_out", WIDTH, WIDTH), out="mlp"), out="last")
        self.node("MatMul", last, self.matrix("head", WIDTH, TOKENS), out="logits")

    def model(self):
        info = helper.make_tensor_value_info
        rows = {**self.types}
        inputs = [info(name, kind, [self.rows[0], "total" if name == "attention_mask" and self.rows[1] == "sequence" else self.rows[1]])
                  for name, kind in rows.items()]
        batched = [self.rows[0], HEADS] if self.rank == 4 else ["batch x heads"]
        inputs += [info("past_key_values.0." + which, self.past, batched + ["past", HEAD]) for which in ("key", "value")]
        present = [info("present.0." + which, self.past, batched + ["total", HEAD]) for which in ("key", "value")]
        outputs = [info("logits", T.FLOAT, [*self.rows, TOKENS]), *present]
        if self.merged:
            branches = {}
            for branch, merged in (("then_branch", "next"), ("else_branch", "first")):
                self.nodes, self.merged = [], merged
                self.body()
                branches[branch] = helper.make_graph(self.nodes, merged, [], outputs)
            inputs.append(info("use_cache_branch", T.BOOL, [1]))
            self.nodes = [helper.make_node("If", ["use_cache_branch"], [each.name for each in outputs], name="optimum::if", **branches)]
        else:
            self.body()
        graph = helper.make_graph(self.nodes, "decoder", inputs, outputs, self.weights)
        model = helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", 18)])
        onnx.checker.check_model(model)
        return model

    def feeds(self, ids):
        ids = np.array(ids)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": np.tile(np.arange(ids.shape[1]), (len(ids), 1))}
        fed = {name: values.astype(NUMPY[self.types[name]]) for name, values in fed.items()}
        shape = (len(ids), HEADS, 0, HEAD) if self.rank == 4 else (len(ids) * HEADS, 0, HEAD)
        empty = np.zeros(shape, NUMPY[self.past])
        for which in ("key", "value"):
            name = "past_key_values.0." + which
            fed[name] = onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(empty.view(np.uint16), T.BFLOAT16) if self.past == T.BFLOAT16 \
                else onnxruntime.OrtValue.ortvalue_from_numpy(empty)
        if self.merged:
            fed["use_cache_branch"] = np.zeros(1, np.bool_)
        return {name: value if isinstance(value, onnxruntime.OrtValue) else onnxruntime.OrtValue.ortvalue_from_numpy(value)
                for name, value in fed.items()}


def write(decoder, folder):
    model = decoder.model()
    onnx.save(model, folder / "model.onnx")
    if decoder.rank == 3:  # then only the config tells how many heads there are
        (folder / "config.json").write_text(json.dumps({"n_head": HEADS}) + "\n")
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    few = decoder.rows[0] if isinstance(decoder.rows[0], int) else len(IDS)
    ids = [IDS[s % 2] for s in range(few)]
    logits = session.run_with_ort_values(["logits"], decoder.feeds(ids))[0].numpy()
    rounded = [float(f"{v:.9g}") for v in logits.astype(np.float64).flatten()]
    (folder / "expected.json").write_text(json.dumps({"onnxruntime": onnxruntime.__version__, "tokens": ids, "logits": rounded}) + "\n")


def main(target):
    decoders = {
        "plain": Decoder(),
        "int32": Decoder(ids=T.INT32, mask=T.INT32, positions=T.INT32),
        "bool-mask": Decoder(mask=T.BOOL),
        "past-of-three-dimensions": Decoder(rank=3),
        "past-in-float16": Decoder(past=T.FLOAT16),
        "past-in-bfloat16": Decoder(past=T.BFLOAT16),
        "merged": Decoder(merged=True),
        "one-sequence": Decoder(batch=1),
        "three-sequences": Decoder(batch=3),
        "five-tokens": Decoder(sequence=5),
    }
    for name in ["opset23", *decoders]:
        folder = Path(target) / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        if name in decoders:
            write(decoders[name], folder)
        else:
            opset23(folder / "model.onnx")
        print(name, (folder / "model.onnx").stat().st_size)


if __name__ == "__main__":
    main(*sys.argv[1:])
