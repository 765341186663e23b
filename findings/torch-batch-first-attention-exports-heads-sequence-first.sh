#!/usr/bin/env bash
# torch 2.15.0, onnx 1.23.2: nn.TransformerEncoderLayer with batch_first=True, exported by torch.onnx.export (the dynamo exporter) with two dynamic dimensions.
# Its input and output lie [batch, sequence, width], as asked for, but what the heads mix of the values is put back together as [sequence, batch, heads, head width]
# and only turned behind the output projection: nn.MultiheadAttention works sequence first inside, whatever batch_first says. So who reads the heads'
# result off the graph as [batch, sequence, heads × head width], as it lies in every model of transformers, reads other positions, without an error where a batch has as
# many sequences as tokens.
# Expected here: the layer's result is typed [batch, sequence, 16], the only tensor [?, ?, 2, 8] behind the softmax is typed [sequence, batch, 2, 8].
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0 onnx==1.23.2 onnxscript==0.7.2 onnxruntime==1.32.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/export.py" << 'END'
import sys, onnx, torch

class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(61, 16)
        layer = torch.nn.TransformerEncoderLayer(16, 2, 32, 0.0, batch_first=True, norm_first=True)
        self.layers = torch.nn.TransformerEncoder(layer, 1, enable_nested_tensor=False)

    def forward(self, input_ids):
        length = input_ids.shape[1]
        mask = torch.triu(torch.full((length, length), float("-inf")), 1)
        return self.layers(self.embed(input_ids), mask=mask, is_causal=True)

torch.manual_seed(0)
model = Model().eval()
path = sys.argv[1] + "/model.onnx"
with torch.no_grad():
    torch.onnx.export(
        model, (torch.randint(0, 61, (3, 7)),), path, dynamo=True, external_data=False, verbose=False, input_names=["input_ids"], output_names=["stream"],
        dynamic_shapes={"input_ids": {0: torch.export.Dim("batch"), 1: torch.export.Dim("sequence")}})
graph = onnx.load(path).graph
shapes = {value.name: [d.dim_param or d.dim_value for d in value.type.tensor_type.shape.dim]
          for value in [*graph.value_info, *graph.input, *graph.output]}
softmax = next(i for i, node in enumerate(graph.node) if node.op_type == "Softmax")
heads = [shapes[node.output[0]] for node in graph.node[softmax:]
         if node.op_type == "Transpose" and shapes.get(node.output[0], [])[2:] == [2, 8]]
print("torch", torch.__version__, "stream", shapes["stream"], "heads behind the softmax", heads)
assert shapes["stream"] == ["batch", "sequence", 16] and heads == [["sequence", "batch", 2, 8]], "the behaviour has changed"
END
"$PYTHON" "$folder/export.py" "$folder" 2> /dev/null
