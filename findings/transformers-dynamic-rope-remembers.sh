#!/usr/bin/env bash
# transformers 5.24.0, rope_type "dynamic": what a model gives for a sequence depends on the sequences that it has seen before. Beyond
# max_position_embeddings the rotation of the longest sequence so far stays, until one shorter than that limit comes. So logits of one
# program run in two orders, or in other batches, differ; only a model that has seen nothing gives a sequence its own rotation.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
import torch
from transformers import LlamaConfig, LlamaForCausalLM

torch.manual_seed(0)
model = LlamaForCausalLM(LlamaConfig(
    vocab_size=31, hidden_size=16, num_attention_heads=2, num_hidden_layers=1, intermediate_size=8, max_position_embeddings=8,
    initializer_range=0.5, rope_scaling=dict(rope_type="dynamic", factor=4.0))).eval()


def logits(length):
    with torch.no_grad():
        return model(torch.arange(length)[None], use_cache=False).logits


fresh = logits(10)
logits(30)
after_long = logits(10)
logits(4)
after_short = logits(10)
print(f"10 tokens after 30 others: {(after_long - fresh).abs().max():.3f} away; after 4 others: {(after_short - fresh).abs().max():.1e}")
assert (after_long - fresh).abs().max() > 1e-3 and torch.equal(after_short, fresh), "the behaviour has changed"
END
