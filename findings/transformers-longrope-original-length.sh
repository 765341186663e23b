#!/usr/bin/env bash
# rope_type "longrope" of a Llama: transformers 4.57.6 takes original_max_position_embeddings from the top of config.json alone, and where it stands
# inside rope_scaling uses max_position_embeddings instead; 5.24.0 takes it from both, the top first. The same folder is two models: with 8
# tokens and an original length of 4, one uses the short factors and the other the long ones.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==4.57.6
OLD="$PYTHON"
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
for python in "$OLD" "$PYTHON"; do
"$python" -W ignore - << 'END'
import torch
import transformers
from transformers import LlamaConfig, LlamaForCausalLM

transformers.logging.set_verbosity_error()
inside = dict(rope_type="longrope", factor=4.0, short_factor=[1.0, 1.0], long_factor=[2.0, 9.0], original_max_position_embeddings=4)


def logits(**more):
    torch.manual_seed(0)
    model = LlamaForCausalLM(LlamaConfig(
        vocab_size=31, hidden_size=8, num_attention_heads=2, num_hidden_layers=1, intermediate_size=8, max_position_embeddings=16,
        initializer_range=0.5, rope_scaling=dict(inside), **more)).eval()
    with torch.no_grad():
        return model(torch.arange(8)[None], use_cache=False).logits


distance = (logits() - logits(original_max_position_embeddings=4)).abs().max()
print(f"transformers {transformers.__version__}: inside alone and at the top too differ by {distance:.3f}")
assert (distance > 1e-2) == transformers.__version__.startswith("4."), "the behaviour has changed"
END
done
