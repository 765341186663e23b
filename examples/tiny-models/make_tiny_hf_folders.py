"""Writes the tiny Hugging Face folders on which backend-djl is tested, and what transformers says about them.

Random weights, two blocks, width 16, 61 tokens. gpt2, neox, llama-tied and qwen2 are the models from which
make_tiny_models.py exports the graphs for backend-onnx, weight for weight. Beside each model.safetensors stands
expected.json: token ids, and the logits and activations that transformers computes from the folder as it was written,
in float32 with eager attention. Before it is written,

  - a second attention kernel (sdpa; flex attention where scores are capped) must give the same logits,
  - the last block's output, put through the final norm and the head, must give the same logits, and so must each
    residual sum (resid_pre + attn_out = resid_mid, ...),
  - everything that a family has in its config beside sizes must matter: logits have to change without it.

    python make_tiny_hf_folders.py OUTPUT_FOLDER [NAME ...]
"""

import copy
import json
import logging
import shutil
import sys
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM

from make_tiny_models import CONTEXT, FAMILIES, HEADS, LAYERS, VOCABULARY, WIDTH, Logits, expected, make, tokens, trace

MAX_BYTES = 120_000

LLAMA = FAMILIES["llama"] | dict(
    num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=False, rms_norm_eps=1e-3, rope_theta=500.0)

MODELS = {
    "gpt2": FAMILIES["gpt2"],
    "neox": FAMILIES["neox"],
    "neox-sequential": FAMILIES["neox"] | dict(
        use_parallel_residual=False, rotary_pct=0.5, rotary_emb_base=100, layer_norm_eps=1e-3),
    "llama": LLAMA,
    "llama-tied": FAMILIES["llama"],
    # wavelengths 6, 20, 63 and 199: at an original context of 32 kept, between, divided, divided
    "llama3": FAMILIES["llama"] | dict(
        num_key_value_heads=2, max_position_embeddings=4 * CONTEXT, rope_theta=100.0, rope_scaling=dict(
            rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
            original_max_position_embeddings=CONTEXT)),
    "mistral": dict(
        model_type="mistral", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=4, head_dim=6,
        num_key_value_heads=2, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, sliding_window=3,
        rope_theta=200.0, rms_norm_eps=1e-5, bos_token_id=1, eos_token_id=2, tie_word_embeddings=False),
    "qwen2": FAMILIES["qwen2"],
    "gemma2": dict(
        model_type="gemma2", hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=HEADS, head_dim=12,
        num_key_value_heads=1, intermediate_size=3 * WIDTH, max_position_embeddings=CONTEXT, sliding_window=3,
        query_pre_attn_scalar=5, attn_logit_softcapping=0.5, final_logit_softcapping=1.5, rope_theta=300.0,
        pad_token_id=0, bos_token_id=2, eos_token_id=1),
}
SAME_WEIGHTS = {
    "llama-sharded": ("llama", dict(max_shard_size="20KB")),
    "llama-bf16": ("llama", dict(dtype=torch.bfloat16)),
    "llama-f16": ("llama", dict(dtype=torch.float16)),
}
SEEDS = {"gpt2": len("gpt2"), "neox": len("neox"), "llama-tied": len("llama"), "qwen2": len("qwen2")}

# what the config says, beside sizes, and another value that has to give other logits
MATTERS = {
    "neox-sequential": [
        dict(use_parallel_residual=True), dict(rotary_pct=1.0), dict(rotary_emb_base=10000), dict(layer_norm_eps=1e-5)],
    "llama": [dict(rope_theta=10000.0), dict(rms_norm_eps=1e-6)],
    "llama3": [dict(rope_scaling=None)],
    "mistral": [dict(sliding_window=None), dict(rope_theta=10000.0)],
    "gemma2": [
        dict(sliding_window=CONTEXT), dict(query_pre_attn_scalar=12), dict(attn_logit_softcapping=None),
        dict(final_logit_softcapping=None), dict(rope_theta=10000.0),
        dict(layer_types=["full_attention", "sliding_attention"])],
}


def away(one, other):
    return (one - other).abs().max().item()


def check_second_kernel(folder, ids, logits):
    kind = AutoConfig.from_pretrained(folder).model_type
    kernel = "flex_attention" if kind == "gemma2" else "sdpa"
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation=kernel)
    with torch.no_grad():
        assert away(model(input_ids=ids, use_cache=False).logits, logits) < 1e-5, f"{folder}: {kernel} disagrees"


def check_sums(model, logits, seen):
    body, head = model.base_model, model.get_output_embeddings()
    norm = {"gpt2": "ln_f", "gpt_neox": "final_layer_norm"}.get(model.config.model_type, "norm")
    with torch.no_grad():
        resumed = head(getattr(body, norm)(seen[f"blocks.{LAYERS - 1}.hook_resid_post"]))
    cap = getattr(model.config, "final_logit_softcapping", None)
    if cap is not None:
        resumed = cap * torch.tanh(resumed / cap)
    assert away(resumed, logits) < 1e-6, "final norm and head do not lead from the last block to the logits"
    for layer in range(LAYERS):
        pre, mid, post, attention, mlp = (
            seen.get(f"blocks.{layer}.hook_{name}") for name in ("resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out"))
        assert away(pre + attention + mlp, post) < 1e-6
        assert mid is None or away(pre + attention, mid) < 1e-6
        assert layer == 0 or torch.equal(pre, seen[f"blocks.{layer - 1}.hook_resid_post"])


def check_matters(name, model, ids, logits):
    def other_logits(other):
        other.load_state_dict(model.state_dict())
        with torch.no_grad():
            return other(input_ids=ids, use_cache=False).logits

    for change in MATTERS.get(name, []):
        distance = away(other_logits(make(MODELS[name] | change, 0, "eager")), logits)
        assert distance > 1e-3, f"{name}: {change} moves no logit by more than {distance}"
    if name == "llama3":
        plain = make(MODELS[name] | dict(rope_scaling=None), 0, "eager").model.rotary_emb.inv_freq
        scaled = model.model.rotary_emb.inv_freq
        ratio = (plain / scaled).tolist()
        assert ratio[0] == 1 and 1.2 < ratio[1] < 3.8 and abs(ratio[2] - 4) + abs(ratio[3] - 4) < 1e-4, ratio
        for i in range(1, 4):
            other = copy.deepcopy(model)
            other.model.rotary_emb.inv_freq[i] = plain[i]
            assert away(other_logits(other), logits) > 1e-3, f"frequency {i} does not matter"


def write(name, output):
    folder = Path(output) / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    origin, saving = SAME_WEIGHTS.get(name, (name, {}))
    saving = dict(saving)
    model = make(MODELS[origin], SEEDS.get(origin, 11), "eager")
    model.to(saving.pop("dtype", torch.float32)).save_pretrained(folder, **saving)
    (folder / "generation_config.json").unlink()

    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    ids = tokens()
    logits, seen = trace(model, ids)
    check_second_kernel(folder, ids, logits)
    check_sums(model, logits, seen)
    check_matters(name, model, ids, logits)
    (folder / "expected.json").write_text(json.dumps(expected(ids, logits, seen)) + "\n")
    size = sum(f.stat().st_size for f in folder.iterdir())
    if size > MAX_BYTES:
        raise SystemExit(f"{folder} has {size} bytes, more than {MAX_BYTES}")
    print(f"{name}: {size} bytes")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    for name in sys.argv[2:] or [*MODELS, *SAME_WEIGHTS]:
        write(name, sys.argv[1])


if __name__ == "__main__":
    main()
