#!/usr/bin/env bash
# onnxruntime 1.28.0 and 1.32.0, CPU: a float32 MatMul with a constant matrix gives the same bits on any number of threads, but not with
# session.disable_prepacking. Unpacked, the columns are divided among threads while there are more of them than rows, and a thread with 64
# columns or fewer adds more terms of a sum at a time than one with more. So an option that is told to spare memory makes last digits depend on
# intra_op_num_threads; a batch with more rows than the matrix has columns is divided by rows, and does not.
# Expected here, of 512 x 128: packed, one thread and two agree to the bit for 48 and for 192 rows; unpacked, they agree for 192 and differ for 48,
# by less than 1e-5 of the largest result.
for version in 1.28.0 1.32.0; do
    . "$(dirname "$0")/venv.sh" onnxruntime==$version onnx==1.23.2 numpy==2.4.6
    "$PYTHON" - << 'END'
import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

K, N = 512, 128
random = np.random.default_rng(0)
weights = random.standard_normal((K, N)).astype(np.float32)
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "weights"], ["y"])], "product", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", K])],
    [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["rows", N])], [numpy_helper.from_array(weights, "weights")])
model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString()


def product(x, threads, packed):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.disable_prepacking", "0" if packed else "1")
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


for rows in (48, 192):
    x = random.standard_normal((rows, K)).astype(np.float32)
    for packed in (True, False):
        one, two = product(x, 1, packed), product(x, 2, packed)
        moved = np.abs(one - two).max() / np.abs(one).max()
        print("onnxruntime", ort.__version__, rows, "rows,", "packed" if packed else "unpacked", "one thread against two:", moved)
        assert (moved == 0) == (packed or rows > N) and moved < 1e-5, "the behaviour has changed"
END
done
