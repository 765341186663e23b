#!/usr/bin/env bash
# sae-lens 6.54.12: decode(encode(x)) of a skip transcoder is not forward(x): the skip x W_skip' is added by forward alone. run_evals and the splice of
# HookedSAETransformer's evals call decode(encode(x)), at the hook that is read. Seen: forward minus decode is x W_skip' to the last bit.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" -W ignore - <<'PY'
import inspect, torch
from sae_lens import SkipTranscoder, SkipTranscoderConfig, evals
torch.manual_seed(0)
t = SkipTranscoder(SkipTranscoderConfig(d_in=4, d_sae=8, d_out=4, apply_b_dec_to_input=False))
t.W_skip.data = torch.randn(4, 4)
x = torch.randn(3, 4)
left_out = t(x) - t.decode(t.encode(x))
print("forward - decode(encode):", left_out.abs().max().item(), "x W_skip':", (x @ t.W_skip.T).abs().max().item())
assert torch.allclose(left_out, x @ t.W_skip.T, atol=1e-6) and left_out.abs().max() > 0.1
assert "sae.decode(sae.encode(scaled_activations))" in inspect.getsource(evals.get_recons_loss)
PY
