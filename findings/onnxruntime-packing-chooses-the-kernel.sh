#!/usr/bin/env bash
# onnxruntime 1.28.0 and 1.32.0, CPU: session.disable_prepacking reads like a matter of memory, and changes what is computed. MatMulNBits of
# accuracy level 4 multiplies with activations in int8 only where its weights were packed when the session was made; with packing disabled
# it computes in float32, as levels 0 and 1 do. So a session that spares memory measures a kernel that nobody runs.
# Expected here: with 4 and with 8 bits, no difference between packed and not at level 0; at level 4 one of more than 1e-3 of the largest result, and
# then the result without packing is that of level 0 to 1e-5.
for version in 1.28.0 1.32.0; do
    . "$(dirname "$0")/venv.sh" onnxruntime==$version onnx==1.23.2 numpy==2.4.6
    "$PYTHON" - << 'END'
import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

K, N, BLOCK = 64, 48, 32
random = np.random.default_rng(0)


def product(bits, level, packed, x):
    packing = np.random.default_rng(0)
    weights = packing.integers(0, 256, size=(N, K // BLOCK, BLOCK * bits // 8), dtype=np.uint8)
    scales = packing.random(N * K // BLOCK, dtype=np.float32) * 0.02 + 0.01
    node = helper.make_node(
        "MatMulNBits", ["x", "weights", "scales"], ["y"], domain="com.microsoft", K=K, N=N, bits=bits, block_size=BLOCK, accuracy_level=level)
    graph = helper.make_graph(
        [node], "product", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", K])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", N])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(scales, "scales")])
    model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
    options = ort.SessionOptions()
    options.add_session_config_entry("session.disable_prepacking", "0" if packed else "1")
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


x = random.standard_normal((5, K)).astype(np.float32)
for bits in (4, 8):
    exact = product(bits, 0, True, x)
    size = np.abs(exact).max()
    for level in (0, 4):
        unpacked = product(bits, level, False, x)
        moved = np.abs(product(bits, level, True, x) - unpacked).max() / size
        print("onnxruntime", ort.__version__, bits, "bits, level", level, "packed against not:", moved)
        assert (moved > 1e-3) == (level == 4), "the behaviour has changed"
        assert np.abs(unpacked - exact).max() < 1e-5 * size, "the behaviour has changed"
END
done
