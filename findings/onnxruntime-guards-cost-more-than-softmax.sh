#!/usr/bin/env bash
# onnxruntime 1.28.0 and 1.32.0, CPU, float32: what PyTorch's exporters and Optimum write behind the softmax of attention, Where(IsNaN(p), 0, p), takes
# longer than the softmax itself, although it changes only rows that see nothing, and no optimisation takes it away or joins it with anything.
# ThresholdedRelu(p, alpha=0) gives the same bits, NaN included, in a quarter of the time: what is not above the threshold becomes zero, and NaN is not.
# Expected here, of 8 x 4 x 128 x 128 scores: IsNaN and Where take longer than the softmax, and more than twice as long as ThresholdedRelu; the same bits.
for version in 1.28.0 1.32.0; do
    . "$(dirname "$0")/venv.sh" onnxruntime==$version onnx==1.23.2 numpy==2.4.6
    ORT_DISABLE_TELEMETRY=1 "$PYTHON" - << 'END'
import time

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

SHAPE = [8, 4, 128, 128]
scores = np.random.default_rng(0).standard_normal(SHAPE).astype(np.float32)
scores[:, :, 5] = -np.inf  # a position that sees nothing
scores[0, 0, 7, 3] = np.nan


def run(*nodes):
    graph = helper.make_graph(
        [helper.make_node("Softmax", ["x"], ["p"], axis=-1), *nodes], "pattern",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, SHAPE)],
        [helper.make_tensor_value_info(nodes[-1].output[0] if nodes else "p", TensorProto.FLOAT, SHAPE)],
        [numpy_helper.from_array(np.array(0, np.float32), "zero")])
    model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 18)])
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    seconds = []
    for _ in range(100):
        before = time.process_time()
        result = session.run(None, {"x": scores})[0]
        seconds.append(time.process_time() - before)
    return result, min(seconds)


pattern, alone = run()
guarded, with_guard = run(
    helper.make_node("IsNaN", ["p"], ["none"]), helper.make_node("Where", ["none", "zero", "p"], ["y"]))
thresholded, with_threshold = run(helper.make_node("ThresholdedRelu", ["p"], ["y"], alpha=0.0))
guard, threshold = with_guard - alone, with_threshold - alone
same = np.array_equal(guarded.view(np.int32), thresholded.view(np.int32))
print("onnxruntime", ort.__version__, "softmax", round(alone * 1e6), "IsNaN and Where", round(guard * 1e6),
      "ThresholdedRelu", round(threshold * 1e6), "microseconds; the same bits:", same, "NaN before:", int(np.isnan(pattern).sum()))
assert same and np.isnan(pattern).any() and not np.isnan(guarded).any(), "the behaviour has changed"
assert guard > alone and threshold < guard / 2, "the behaviour has changed"
END
done
