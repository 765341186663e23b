"""Writes the tiny Hugging Face folders on which backend-djl is tested, and what transformers says about them.

Random weights, two blocks, width 16, 61 tokens. gpt2, neox, llama-tied and qwen2 are the models from which
make_tiny_models.py exports the graphs for backend-onnx, weight for weight. Beside each model.safetensors stands
expected.safetensors: token ids, and the logits and activations that transformers computes from the folder as it was
written, in float32 with eager attention. Before it is written,

  - a second attention kernel (sdpa; flex attention where scores are capped) must give the same logits,
  - the last block's output, put through the final norm and the head, must give the same logits, and so must each
    residual sum (resid_pre + attn_out = resid_mid, ...),
  - everything that a family has in its config beside sizes must matter: logits have to change without it.

Where make_older_configs.py has left a config-4.json, it must lead to the same logits; the folders named -hub are built
from it.

    python make_tiny_hf_folders.py OUTPUT_FOLDER [NAME ...]
"""

import copy
import json
import logging
import sys
import warnings
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils.logging import disable_progress_bar

from make_tiny_models import Logits, make, tokens
from sites import names, parallel, spliced, trace
from tiny_families import CONTEXT, LAYERS, MODELS, ROUNDED, VOCABULARY

MAX_BYTES = 150_000

SAME_WEIGHTS = {
    "llama-sharded": ("llama", dict(max_shard_size="20KB")),
    "llama-bf16": ("llama", dict(dtype=torch.bfloat16)),
    "llama-f16": ("llama", dict(dtype=torch.float16)),
    "gpt2-hub": ("gpt2", {}),
    "neox-hub": ("neox", {}),
    "gpt2-torchscript": ("gpt2", {}),
    "gemma3-renamed": ("gemma3", dict(save_original_format=False)),
    "qwen3_moe-fused": ("qwen3_moe", dict(save_original_format=False)),
    "mixtral-fused": ("mixtral", dict(save_original_format=False)),
}
SEEDS = {"gpt2": len("gpt2"), "neox": len("neox"), "llama-tied": len("llama"), "qwen2": len("qwen2")}

# biases of keys that are not rotated
NO_MATTER = {"opt": ("k_proj.bias",)}

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
# the same of the smaller folders, for what stands in their options
ALTERNATIVES = dict(
    alibi=False, attention_multiplier=0.5, attention_types=[[["local", "global"], 1]], attn_config=dict(clip_qkv=None, softmax_scale=0.9),
    clip_qkv=None, embedding_multiplier=1.0, hidden_activation="silu", layer_norm_eps=1e-6, layer_norm_epsilon=1e-6,
    layer_types=["full_attention", "sliding_attention"], logit_scale=1.0, logits_scaling=1.0, no_rope_layers=[1, 1],
    norm_eps=1e-6, norm_epsilon=1e-6, norm_topk_prob=False, num_experts_per_tok=1, partial_rotary_factor=1.0,
    query_pre_attn_scalar=12, residual_multiplier=1.0, rms_norm_eps=1e-6, rope_local_base_freq=10000.0, rope_scaling=None,
    rope_theta=10000.0, rotary_dim=2, sliding_window=CONTEXT, swiglu_limit=7.0, window_size=2)


def away(one, other):
    return (one - other).abs().max().item()


def check_keys(folder):
    """config.json holds nothing that its family's configuration does not know, or the test would prove too little."""
    config = json.loads((folder / "config.json").read_text())
    known = {
        "architectures", "dtype", "head_dim", "transformers_version", "initializer_range", "partial_rotary_factor", "model_type",
        "original_max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id"}
    more = config.keys() - type(AutoConfig.for_model(config["model_type"]))().to_dict().keys() - known
    assert not more, f"{folder}: nobody reads {more}"


def kernel_of(folder):
    """Eager attention of Falcon adds ALiBi twice: findings/transformers-falcon-eager-alibi-twice.sh."""
    return "sdpa" if folder.name == "falcon-alibi" else "eager"


def check_second_kernel(folder, model, ids, logits):
    if model.config.model_type == "gemma2":
        kernel = "flex_attention"
    elif model._supports_sdpa:
        kernel = "sdpa"
    else:
        return
    other = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation=kernel, experts_implementation="eager")
    with torch.no_grad():
        distance = away(other(input_ids=ids, use_cache=False).logits, logits)
    assert distance < 1e-5 * max(1, logits.abs().max()), f"{folder}: {kernel} disagrees by {distance}"


def check_sums(model, logits, seen):
    config = model.config.get_text_config()
    with torch.no_grad():
        resumed = model.get_submodule(names(model)["norm"])(seen[f"blocks.{LAYERS - 1}.hook_resid_post"])
        resumed = model.get_output_embeddings()(resumed)
    resumed = resumed * (getattr(config, "logit_scale", None) or 1) / getattr(config, "logits_scaling", 1)
    cap = getattr(config, "final_logit_softcapping", None)
    if cap is not None and model.config.model_type != "gemma3":  # findings/transformers-gemma3-multimodal-drops-the-cap.sh
        resumed = cap * torch.tanh(resumed / cap)
    slack = 1e-6 * max(1, logits.abs().max())
    assert away(resumed, logits) < slack, "final norm and head do not lead from the last block to the logits"
    for layer in range(LAYERS):
        pre, mid, post, attention, mlp = (
            seen.get(f"blocks.{layer}.hook_{name}") for name in ("resid_pre", "resid_mid", "resid_post", "attn_out", "mlp_out"))
        slack = 1e-6 * max(1, post.abs().max())
        assert away(pre + attention + mlp, post) < slack
        assert (mid is None) == parallel(model)
        assert mid is None or away(pre + attention, mid) < slack
        assert layer == 0 or torch.equal(pre, seen[f"blocks.{layer - 1}.hook_resid_post"])


def check_parameters(model, ids, logits):
    """Every parameter, moved, must move a logit; a bias of all keys alike adds the same to all scores of a query."""
    for name, parameter in model.named_parameters():
        if "vision" in name or "projector" in name or name.endswith(NO_MATTER.get(model.config.model_type, "\n")):
            continue
        kept = parameter.data.clone()
        parameter.data += 0.2 * torch.randn_like(parameter)
        with torch.no_grad():
            distance = away(model(input_ids=ids, use_cache=False).logits, logits)
        parameter.data = kept
        assert distance > 1e-3, f"{name} moves no logit by more than {distance}"


def check_matters(name, model, ids, logits):
    def other_logits(other):
        other.load_state_dict(model.state_dict())
        with torch.no_grad():
            return other(input_ids=ids, use_cache=False).logits

    changes = MATTERS.get(name, [])
    if name in MODELS and name not in ROUNDED:
        changes = [{key: value} for key, value in ALTERNATIVES.items() if key in MODELS[name]]
    for change in changes:
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


def check_older_config(folder, model, ids, logits):
    if (folder / "config-4.json").exists():
        config = AutoConfig.from_pretrained(folder / "config-4.json")
        if folder.name == "olmo3":  # findings/transformers-5-misreads-olmo3-theta.sh
            assert config.rope_parameters["sliding_attention"]["rope_theta"] == 500000.0
            config.rope_parameters["sliding_attention"]["rope_theta"] = 300.0
        other = AutoModelForCausalLM.from_config(config, attn_implementation=kernel_of(folder), experts_implementation="eager").eval()
        other.load_state_dict(model.state_dict())
        with torch.no_grad():
            assert torch.equal(other(input_ids=ids, use_cache=False).logits, logits), f"{folder}: the old config differs"


def as_published(origin, folder):
    """The origin's folder as its family's is published: an old config, and weights with old names and old constants.

    Published GPT-2 weights lack the prefix "transformer." and keep the causal mask as attn.bias; those of Pythia keep
    that mask, the value that masks, and the frequencies of the rotary embedding.
    """
    weights = load_file(origin / "model.safetensors")
    mask = torch.ones(CONTEXT, CONTEXT).tril().reshape(1, 1, CONTEXT, CONTEXT)
    if folder.name == "gpt2-hub":
        weights = {name.removeprefix("transformer."): value for name, value in weights.items()}
        weights |= {f"h.{layer}.attn.bias": mask.clone() for layer in range(LAYERS)}
    else:
        for layer in range(LAYERS):
            name = f"gpt_neox.layers.{layer}.attention."
            weights |= {
                name + "bias": mask.bool(),
                name + "masked_bias": torch.tensor(-1e9),
                name + "rotary_emb.inv_freq": torch.ones(1),
            }
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((origin / "config-4.json").read_text())
    for late in ("attention_bias", "partial_rotary_factor", "rope_theta", "rope_scaling", "dtype"):
        config.pop(late, None)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def save_traced(model, path):
    """model.pt, which takes token ids of any shape, without what PyTorch keeps for error messages: this machine's folders."""
    wrapper = Logits(model, False).eval()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        traced = torch.jit.trace(wrapper, (tokens(),), check_trace=False)
        whole = path.with_suffix(".whole")
        torch.jit.save(traced, str(whole))
        reader, writer = torch._C.PyTorchFileReader(str(whole)), torch._C.PyTorchFileWriter(str(path))
        for name in reader.get_all_records():
            if not name.endswith(".debug_pkl") and not name.startswith("traced_inputs") and name not in (
                    "version", ".data/serialization_id"):  # the writer makes these itself
                content = reader.get_record(name)
                writer.write_record(name, content, len(content))
        writer.write_end_of_file()
        del reader
        whole.unlink()
        loaded = torch.jit.load(str(path))
        for shape in (2, 7), (1, 1), (3, 12), (1, CONTEXT):
            ids = torch.randint(0, VOCABULARY, shape)
            assert away(loaded(ids), wrapper(ids)) < 1e-6, f"the traced model is wrong for {shape}"
    content = path.read_bytes()
    for place in (Path(__file__).resolve().parent, Path(torch.__file__).parent, Path(sys.prefix), Path.home()):
        assert str(place).encode() not in content, f"{path} names {place}"
    assert b"site-packages" not in content


def expected(tokens, logits, activations, splices):
    """The content of expected.safetensors."""
    return {name: value.float().contiguous().clone() for name, value in {
        "tokens": tokens, "logits": logits, **activations, **{f"spliced.{name}": value for name, value in splices.items()},
    }.items()}


def write(name, output):
    folder = Path(output) / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.name != "config-4.json":
            file.unlink()
    origin, saving = SAME_WEIGHTS.get(name, (name, {}))
    model = make(MODELS[origin], SEEDS.get(origin, 11), "eager", 0.05 if origin in ROUNDED else 0.3)
    if name == "gpt2-torchscript":
        save_traced(model, folder / "model.pt")
    elif name.endswith("-hub"):
        as_published(Path(output) / origin, folder)
    else:
        saving = dict(saving)
        model.to(saving.pop("dtype", torch.float32)).save_pretrained(folder, **saving)
        (folder / "generation_config.json").unlink()
    for file in folder.iterdir():
        file.chmod(0o644)

    ids = tokens()
    if name != "gpt2-torchscript":  # from here on, what the files say
        model = AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, attn_implementation=kernel_of(folder), experts_implementation="eager").eval()
    logits, seen = trace(model, ids)
    if name != "gpt2-torchscript":
        check_second_kernel(folder, model, ids, logits)
    if name in MODELS:
        check_keys(folder)
    check_sums(model, logits, seen)
    check_matters(name, model, ids, logits)
    if name not in SAME_WEIGHTS:
        check_parameters(model, ids, logits)
    check_older_config(folder, model, ids, logits)
    traced = name == "gpt2-torchscript"  # which shows nothing but its logits
    splices = {} if traced or name in SAME_WEIGHTS else spliced(model, ids)
    save_file(expected(ids, logits, {} if traced else seen, splices), folder / "expected.safetensors")
    size = sum(f.stat().st_size for f in folder.iterdir())
    if size > MAX_BYTES:
        raise SystemExit(f"{folder} has {size} bytes, more than {MAX_BYTES}")
    print(f"{name}: {size} bytes")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    logging.disable(logging.WARNING)
    disable_progress_bar()
    for name in sys.argv[2:] or [*MODELS, *SAME_WEIGHTS]:
        write(name, sys.argv[1])


if __name__ == "__main__":
    main()
