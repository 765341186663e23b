#!/usr/bin/env bash
# transformer-lens 3.9.0: blocks.L.hook_resid_mid means two things. In HookedTransformer it is the residual stream between attention and
# MLP: what is put there goes into the MLP and on to the next block. In TransformerBridge it is another name of ln2.hook_in: it holds
# the same numbers, but what is put there reaches the MLP alone, and the stream goes on unchanged, as behind hook_mlp_in.
# Expected here: with zeros at hook_resid_mid, hook_resid_post less hook_mlp_out is the old stream in the bridge, zero in the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 transformers==5.24.0 transformer-lens==3.9.0
HF_HUB_OFFLINE=1 "$folder/venv/bin/python" -W ignore - "$folder" << 'END'
import sys

import torch
from tokenizers import Tokenizer, models
from transformer_lens import HookedTransformer, HookedTransformerConfig
from transformer_lens.model_bridge import TransformerBridge
from transformers import AutoTokenizer, GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast

torch.manual_seed(0)
words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(31)}, unk_token="w0"))
PreTrainedTokenizerFast(tokenizer_object=words, unk_token="w0", bos_token="w1", eos_token="w2", pad_token="w2").save_pretrained(sys.argv[1])
gpt2 = GPT2LMHeadModel(GPT2Config(vocab_size=31, n_embd=8, n_layer=1, n_head=2, n_positions=8, initializer_range=0.2)).eval()
gpt2.save_pretrained(sys.argv[1])
bridge = TransformerBridge.boot_transformers(sys.argv[1], hf_model=gpt2, tokenizer=AutoTokenizer.from_pretrained(sys.argv[1]))
plain = HookedTransformer(HookedTransformerConfig(
    n_layers=1, d_model=8, n_ctx=8, d_head=4, n_heads=2, d_vocab=31, act_fn="gelu", normalization_type="LN", seed=0, device="cpu"))


def stream_behind(model, hooks):
    """What the MLP's result is added to."""
    seen = []
    names = ("blocks.0.hook_mlp_out", "blocks.0.hook_resid_post")
    keep = [(name, lambda value, hook: seen.append(value.clone())) for name in names]
    with torch.no_grad():
        model.run_with_hooks(torch.tensor([[3, 5, 7, 9]]), fwd_hooks=hooks + keep)
    return seen[1] - seen[0]


zeros = [("blocks.0.hook_resid_mid", lambda value, hook: torch.zeros_like(value))]
for name, model, reaches in (("TransformerBridge", bridge, False), ("HookedTransformer", plain, True)):
    before, after = stream_behind(model, []), stream_behind(model, zeros)
    print(f"{name}: the stream behind zeros at hook_resid_mid is {after.abs().max():.6f} at most, before it was {before.abs().max():.6f}")
    assert torch.allclose(after, torch.zeros_like(after) if reaches else before, atol=1e-6), "the behaviour has changed"
    assert before.abs().max() > 0.01
END
