#!/usr/bin/env bash
# onnxruntime 1.32.0: what quantize_dynamic makes of a causal language model is not causal. DynamicQuantizeLinear takes one scale over the whole
# tensor [batch, sequence, width], so the logits of a token change with the tokens after it, with padding behind them, and with the other
# sequences of the batch; an attention mask does not help. Perplexity of such an export depends on how it is batched.
# Expected here: for one matrix of a linear model, the float graph gives a token the same logits alone and beside others, to the last bit; the
# quantised one moves them by more than a thousandth of the largest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check onnxruntime==1.32.0 onnx==1.23.2 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - "$folder" << 'END'
import sys

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic

random = np.random.default_rng(0)
float_graph, int8_graph = sys.argv[1] + "/float.onnx", sys.argv[1] + "/int8.onnx"
graph = helper.make_graph(
    [helper.make_node("Gather", ["embeddings", "input_ids"], ["hidden"]), helper.make_node("MatMul", ["hidden", "head"], ["logits"])],
    "model", [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "sequence"])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "sequence", 50])],
    [numpy_helper.from_array(random.standard_normal((50, 32)).astype(np.float32) * np.arange(1, 51, dtype=np.float32)[:, None], "embeddings"),
     numpy_helper.from_array(random.standard_normal((32, 50)).astype(np.float32), "head")])
onnx.save(helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 17)]), float_graph)
quantize_dynamic(float_graph, int8_graph, op_types_to_quantize=["MatMul"])


def moved(path):
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    logits = lambda tokens: session.run(None, {"input_ids": np.array(tokens, dtype=np.int64)})[0][0, :2]
    alone = logits([[3, 5]])
    return [np.abs(logits(other) - alone).max() / np.abs(alone).max() for other in ([[3, 5, 40]], [[3, 5], [48, 49]])]


exact, quantised = moved(float_graph), moved(int8_graph)
print("onnxruntime", ort.__version__, "float: a later token moves the logits by", exact[0], "another sequence by", exact[1])
print("onnxruntime", ort.__version__, "int8:  a later token moves the logits by", quantised[0], "another sequence by", quantised[1])
assert max(exact) < 1e-6 and min(quantised) > 1e-3, "the behaviour has changed"
END
