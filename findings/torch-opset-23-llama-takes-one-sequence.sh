#!/usr/bin/env bash
# torch 2.15.0, transformers 5.24.0, onnxruntime 1.28.0 and 1.32.0: a Llama exported with batch and sequence as dynamic dimensions (opset_version=23,
# the dynamo exporter) is declared and typed for any batch, yet runs with one sequence only. The exporter fuses the rotation into RotaryEmbedding and
# gives it the angles of one sequence, [1, sequence, half a head]; the operator wants a row of angles for each sequence and repeats none.
# With opset 22 the same call gives a graph that runs any batch.
# Expected here: of opset 23, one sequence agrees with PyTorch to 1e-5, and two are refused by the RotaryEmbedding node, which speaks of the
# caches' shape, "got 1"; of opset 22, one and two agree.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/export.py" << 'END'
import sys, torch
from transformers import LlamaConfig, LlamaForCausalLM

class Logits(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids):
        return self.model(input_ids=input_ids, use_cache=False).logits

torch.manual_seed(0)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=61, hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=32)).eval()
tokens = torch.randint(0, 61, (2, 7))
torch.save((tokens.numpy(), model(tokens).logits.detach().numpy()), sys.argv[1] + "/expected.pt")
for opset in (22, 23):
    torch.onnx.export(
        Logits(model).eval(), (tokens,), f"{sys.argv[1]}/{opset}.onnx", dynamo=True, opset_version=opset, external_data=False, verbose=False,
        input_names=["input_ids"], output_names=["logits"],
        dynamic_shapes={"input_ids": {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}})
END
cat > "$folder/run.py" << 'END'
import sys, numpy as np, onnx, onnxruntime as ort, torch
ort.set_default_logger_severity(4)
tokens, expected = torch.load(sys.argv[1] + "/expected.pt", weights_only=False)
for opset in (22, 23):
    path = f"{sys.argv[1]}/{opset}.onnx"
    declared = [d.dim_param for d in onnx.load(path).graph.input[0].type.tensor_type.shape.dim]
    session = ort.InferenceSession(path, providers=["CPUExecutionProvider"])
    for sequences in (1, 2):
        try:
            found = session.run(None, {"input_ids": tokens[:sequences]})[0]
            said = "differs from PyTorch by %.1e" % np.abs(found - expected[:sequences]).max()
            assert np.abs(found - expected[:sequences]).max() < 1e-5 and (opset, sequences) != (23, 2), "the behaviour has changed"
        except ort.capi.onnxruntime_pybind11_state.InvalidArgument as e:
            said = str(e)
            assert (opset, sequences) == (23, 2) and "RotaryEmbedding" in said and "got 1" in said, "the behaviour has changed"
        print("onnxruntime", ort.__version__, "opset", opset, "input_ids", declared, "run with", sequences, "sequences:", said)
END
"$PYTHON" "$folder/export.py" "$folder" > /dev/null
"$PYTHON" "$folder/run.py" "$folder"
"$PYTHON" -m pip install --quiet --no-deps --target "$folder/older" onnxruntime==1.28.0
PYTHONPATH="$folder/older" "$PYTHON" "$folder/run.py" "$folder"
