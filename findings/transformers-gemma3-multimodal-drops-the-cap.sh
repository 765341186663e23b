#!/usr/bin/env bash
# transformers 5.24.0: final_logit_softcapping in the text_config of a Gemma 3 with vision changes nothing; the same text_config as a model of its own
# (gemma3_text) caps its logits. (The published folders say null.)
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
import torch
from transformers import AutoConfig, AutoModelForCausalLM

text = dict(
    vocab_size=31, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, head_dim=4, intermediate_size=8,
    initializer_range=0.5, final_logit_softcapping=0.5)
vision = dict(
    model_type="siglip_vision_model", hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2, image_size=8,
    patch_size=4)
for kind, options in (("gemma3_text", text), ("gemma3", dict(
        text_config=text, vision_config=vision, mm_tokens_per_image=4, boi_token_index=28, eoi_token_index=29, image_token_index=30))):
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **options)).eval()
    with torch.no_grad():
        largest = model(input_ids=torch.arange(9)[None]).logits.abs().max().item()
    print(f"{kind}: the largest logit is {largest:.3f} under a cap of 0.5")
    assert (largest < 0.51) == (kind == "gemma3_text"), "the behaviour has changed"
END
