#!/usr/bin/env bash
# transformers 5.24.0: a Falcon with ALiBi (falcon-rw-1b) gives other logits with attn_implementation="eager" than with "sdpa", its default.
# Eager attention adds ALiBi twice: the mask has it already, and the layer adds it again. With slopes half as large eager gives what
# sdpa gives with the true ones. So golden values "with eager attention" are wrong for this family.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
import torch
from transformers import FalconConfig, FalconForCausalLM
from transformers.models.falcon import modeling_falcon

torch.manual_seed(0)
config = FalconConfig(
    vocab_size=31, hidden_size=12, num_attention_heads=3, num_hidden_layers=1, alibi=True, multi_query=False, parallel_attn=False,
    bias=True, initializer_range=0.5)
weights = FalconForCausalLM(config).state_dict()
whole = modeling_falcon.build_alibi_tensor


def logits(attention, slopes=1.0):
    modeling_falcon.build_alibi_tensor = lambda *args, **more: slopes * whole(*args, **more)
    model = FalconForCausalLM._from_config(config, attn_implementation=attention).eval()
    model.load_state_dict(weights)
    with torch.no_grad():
        return model(torch.arange(9)[None], use_cache=False).logits


sdpa, eager, halved = logits("sdpa"), logits("eager"), logits("eager", 0.5)
print(f"eager and sdpa differ by {(eager - sdpa).abs().max():.3f}; eager with half the slopes and sdpa by {(halved - sdpa).abs().max():.1e}")
assert (eager - sdpa).abs().max() > 1e-2 and (halved - sdpa).abs().max() < 1e-5, "the behaviour has changed"
END
