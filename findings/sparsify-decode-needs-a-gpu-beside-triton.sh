#!/usr/bin/env bash
# eai-sparsify 1.3.3 chooses its Triton decoder when it can be imported, not when the tensors are on a GPU: where the CUDA build of PyTorch (which
# brings Triton) runs without a GPU, decode fails unless SPARSIFY_DISABLE_TRITON=1. On a machine with a GPU this says nothing and passes.
. "$(dirname "$0")/venv.sh" eai-sparsify==1.3.3 torch==2.15.0 sae-lens==6.54.12
SPARSIFY_DISABLE_TRITON=0 "$PYTHON" -W ignore - <<'PY'
import torch
from sparsify import SparseCoder, SparseCoderConfig
if torch.cuda.is_available():
    raise SystemExit(0)
coder = SparseCoder(16, SparseCoderConfig(num_latents=32, k=6))
try:
    coder(torch.randn(3, 16))
except RuntimeError as error:
    print(error)
    assert "active drivers" in str(error)
else:
    raise SystemExit("it decodes now")
PY
