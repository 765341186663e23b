#!/usr/bin/env bash
# transformers 5.24.0 computes an MPT with ALiBi of 8, MLPs four times as wide as the stream and norms without bias, whatever its config.json says of
# alibi, alibi_bias_max, expansion_ratio, qk_ln, no_bias, logit_scale and learned_pos_emb.
set -euo pipefail
source "$(dirname "$0")/venv.sh" torch==2.15.0 transformers==5.24.0
"$PYTHON" -W ignore - << 'END'
import torch
from transformers import MptConfig, MptForCausalLM


def logits(attention, **more):
    torch.manual_seed(0)
    model = MptForCausalLM(MptConfig(
        vocab_size=31, d_model=8, n_heads=2, n_layers=1, max_seq_len=16, initializer_range=0.5, attn_config=attention, **more)).eval()
    with torch.no_grad():
        return model(torch.arange(8)[None], use_cache=False).logits, model.transformer.blocks[0].ffn.up_proj.out_features


plain, width = logits({})
for name, (other, other_width) in {
    "alibi: false": logits(dict(alibi=False)), "alibi_bias_max: 16": logits(dict(alibi_bias_max=16)), "qk_ln: true": logits(dict(qk_ln=True)),
    "expansion_ratio: 2": logits({}, expansion_ratio=2), "no_bias: false": logits({}, no_bias=False),
    "logit_scale: 0.5": logits({}, logit_scale=0.5), "learned_pos_emb: false": logits({}, learned_pos_emb=False),
}.items():
    print(f"{name}: logits differ by {(plain - other).abs().max()}, the MLP is {other_width} wide")
    assert torch.equal(plain, other) and other_width == width == 32, "the behaviour has changed"
END
