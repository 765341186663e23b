#!/usr/bin/env bash
# dictionary-learning 0.1.0: AutoEncoderTopK stores a threshold, as BatchTopKSAE does, but its encode takes the k largest and uses the threshold only if
# asked to (use_threshold); BatchTopKSAE's encode uses the threshold and not k. The files have the same keys; the config's dict_class tells them apart.
. "$(dirname "$0")/venv.sh" dictionary-learning==0.1.0 torch==2.15.0
"$PYTHON" -W ignore - <<'PY'
import torch
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
from dictionary_learning.trainers.top_k import AutoEncoderTopK
torch.manual_seed(0)
topk, batch = AutoEncoderTopK(8, 32, 3), BatchTopKSAE(8, 32, 3)
topk.threshold = torch.tensor(0.5)
batch.load_state_dict(topk.state_dict())
assert topk.state_dict().keys() == batch.state_dict().keys()
x = torch.randn(64, 8) * 3
counts = [(ae.encode(x) != 0).sum(-1) for ae in (topk, batch)]
print("active features of top k:", counts[0].unique().tolist(), "of batch top k:", counts[1].unique().tolist())
assert counts[0].unique().tolist() == [3] and counts[1].max() > 3
PY
