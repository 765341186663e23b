#!/usr/bin/env bash
# transformers 5.24.0: truncate: false of YaRN changes the rotation of a model with one rotation for all layers (Llama), and nothing where
# rope_parameters has one for each type of layer (Olmo 3): there it is looked for beside the types of layers. Validation wants it inside.
# Likewise original_max_position_embeddings beside rope_parameters wins over the one inside for Llama, and is passed over for Olmo 3.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
from transformers import AutoConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

sizes = dict(hidden_size=32, num_attention_heads=2, num_hidden_layers=2, max_position_embeddings=64)


def frequencies(kind, outside=None, **more):
    yarn = dict(
        rope_type="yarn", factor=4.0, rope_theta=500.0, beta_fast=1.0, beta_slow=0.05, original_max_position_embeddings=8) | more
    options = sizes | ({} if outside is None else dict(original_max_position_embeddings=outside))
    if kind == "llama":
        config, layer = AutoConfig.for_model(kind, **options, rope_parameters=yarn), None
    else:
        config, layer = AutoConfig.for_model(
            kind, **options, layer_types=["full_attention", "sliding_attention"],
            rope_parameters=dict(full_attention=yarn, sliding_attention=dict(rope_type="default"))), "full_attention"
    return ROPE_INIT_FUNCTIONS["yarn"](config, "cpu", layer_type=layer)[0].tolist()


for kind in "llama", "olmo3":
    same = frequencies(kind)
    truncated, outside = frequencies(kind, truncate=False) != same, frequencies(kind, outside=64) != same
    print(f"{kind}: truncate false {'changes' if truncated else 'does not change'} frequencies, an outer original length "
          f"{'changes' if outside else 'does not change'} them")
    assert truncated == outside == (kind == "llama"), "the behaviour has changed"
END
