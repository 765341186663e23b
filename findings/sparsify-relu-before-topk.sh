#!/usr/bin/env bash
# eai-sparsify 1.3.3 takes the ReLU before its top k: the k indices may hold features of activation 0, so fewer than k are active. Seen: of k = 6
# with 2 positive pre-activations 2 are active.
. "$(dirname "$0")/venv.sh" eai-sparsify==1.3.3 torch==2.15.0 sae-lens==6.54.12
"$PYTHON" -W ignore - <<'PY'
import torch
from sparsify import SparseCoder, SparseCoderConfig
coder = SparseCoder(8, SparseCoderConfig(num_latents=8, k=6))
coder.encoder.weight.data = torch.eye(8)
acts, indices, _ = coder.encode(torch.tensor([[1.0, 2, -1, -2, -3, -4, -5, -6]]))
print("indices", indices.shape[-1], "active", int((acts != 0).sum()))
assert indices.shape[-1] == 6 and int((acts != 0).sum()) == 2
PY
