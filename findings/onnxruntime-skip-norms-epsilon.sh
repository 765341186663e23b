#!/usr/bin/env bash
# onnxruntime 1.28.0 and 1.32.0, CPU: a fused addition and norm whose node names no epsilon takes 1e-12, while a norm that stands in the file by
# itself takes 1e-5 then. So a graph with the fused node is not what an addition and a norm without the attribute are: rows of a deviation of 2e-3
# come out with a deviation of 1 from the one, and of about a half from the other.
# Expected here: a deviation of 1 to within 0.01 from the fused nodes, less than 0.6 from the others.
for version in 1.28.0 1.32.0; do
    . "$(dirname "$0")/venv.sh" onnxruntime==$version onnx==1.23.2 numpy==2.4.6
    "$PYTHON" - << 'END'
import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

ROWS, WIDTH = 16, 64
x = (1e-3 * np.random.default_rng(0).standard_normal((ROWS, WIDTH))).astype(np.float32)
ones = numpy_helper.from_array(np.ones(WIDTH, np.float32), "ones")


def deviation(*nodes):
    graph = helper.make_graph(
        list(nodes), "norm", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [ROWS, WIDTH])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [ROWS, WIDTH])], [ones])
    model = helper.make_model(
        graph, ir_version=9, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return float(session.run(None, {"x": x})[0].std())


for fused, norm in (
        ("SkipLayerNormalization", "LayerNormalization"), ("SkipSimplifiedLayerNormalization", "SimplifiedLayerNormalization")):
    together = deviation(helper.make_node(fused, ["x", "x", "ones"], ["y"], domain="com.microsoft"))
    apart = deviation(helper.make_node("Add", ["x", "x"], ["sum"]), helper.make_node(norm, ["sum", "ones"], ["y"], axis=-1))
    print("onnxruntime", ort.__version__, fused, "without an epsilon: deviation", together, "; an addition and", norm, apart)
    assert abs(together - 1) < 0.01 and apart < 0.6, "the behaviour has changed"
END
done
