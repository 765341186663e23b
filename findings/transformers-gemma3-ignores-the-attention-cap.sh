#!/usr/bin/env bash
# transformers 5.24.0: attn_logit_softcapping of a Gemma 3 config is a field of its class and changes nothing, unlike that of a Gemma 2. (The
# published folders say null.)
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
import torch
from transformers import AutoConfig, AutoModelForCausalLM

sizes = dict(
    vocab_size=31, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, head_dim=4, intermediate_size=8,
    initializer_range=2.0, query_pre_attn_scalar=1)
for kind in "gemma2", "gemma3_text":
    logits = []
    for cap in None, 0.1:
        torch.manual_seed(0)
        config = AutoConfig.for_model(kind, **sizes, attn_logit_softcapping=cap, final_logit_softcapping=None)
        model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").eval()
        with torch.no_grad():
            logits.append(model(input_ids=torch.arange(9)[None]).logits)
    away = (logits[0] - logits[1]).abs().max().item()
    print(f"{kind}: a cap of 0.1 moves logits by {away:.3f}")
    assert (away > 0) == (kind == "gemma2"), "the behaviour has changed"
END
