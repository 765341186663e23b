#!/usr/bin/env bash
# dictionary-learning 0.1.0: JumpReluAutoEncoder and AutoEncoderNew do not subtract the decoder's bias from the input; AutoEncoder, GatedAutoEncoder,
# AutoEncoderTopK, BatchTopKSAE and MatryoshkaBatchTopKSAE do. No config says so: the class does.
. "$(dirname "$0")/venv.sh" dictionary-learning==0.1.0 torch==2.15.0
"$PYTHON" -W ignore - <<'PY'
import torch
from dictionary_learning.dictionary import AutoEncoder, AutoEncoderNew, GatedAutoEncoder, JumpReluAutoEncoder
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE
from dictionary_learning.trainers.top_k import AutoEncoderTopK
torch.manual_seed(0)
x = torch.randn(5, 4) * 3
def subtracts(ae):
    before = ae.encode(x)
    bias = {n: p for n, p in ae.named_parameters() if n in ("bias", "decoder_bias", "b_dec", "decoder.bias")}
    assert len(bias) == 1
    next(iter(bias.values())).data += 1
    return not torch.equal(before, ae.encode(x))
found = {type(ae).__name__: subtracts(ae) for ae in (
    AutoEncoder(4, 8), AutoEncoderNew(4, 8), GatedAutoEncoder(4, 8), JumpReluAutoEncoder(4, 8), AutoEncoderTopK(4, 8, 2), BatchTopKSAE(4, 8, 2),
    MatryoshkaBatchTopKSAE(4, 8, 2, [4, 4]))}
print(found)
assert [name for name, does in found.items() if not does] == ["AutoEncoderNew", "JumpReluAutoEncoder"]
PY
