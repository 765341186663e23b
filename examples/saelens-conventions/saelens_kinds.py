"""Make a small SAE of each kind for one block of the demo's model, and let SAELens say what KL and CE are with each in place.

Nothing is trained: encoder and decoder are the principal directions of the demo's activations, both signs of the first 64, with noise and with
decoder norms that are not 1, so that the KL is moderate. The weights are stored in float16 and computed with in float32 (the config says so).

SAEs are scored by SAELens' run_evals. It would put a transcoder's output where the transcoder reads, and without its skip; so transcoders are
called as modules in TransformerLens hooks, and the logits scored by SAELens' own _kl and TransformerLens' loss, with the same mask.

Usage: python saelens_kinds.py MODEL TOKENS OUT     (sae-lens, which brings torch and transformer-lens)
  OUT      gets kinds/NAME/{cfg.json,sae_weights.safetensors} and saelens_kinds.json
"""
import json
import os
import shutil
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file
from sae_lens import SAE
from sae_lens.evals import _kl
from sae_lens.registry import get_sae_class, get_sae_training_class
from sae_lens.saes.sae import SAEMetadata, TrainingSAE

from saelens_metrics import evals, made_by, read_tokens, transformer_lens_model

LATENTS, K, SPECIAL = 192, 48, 0
RESID, MID, LN2, MLP, Z = (f"blocks.3.{name}" for name in ("hook_resid_post", "hook_resid_mid", "ln2.hook_normalized", "hook_mlp_out", "attn.hook_z"))
FACTOR = 0.8  # of expected_average_only_in, which no file holds

KINDS = {
    "standard": {},
    "standard-layer-norm": {"normalize_activations": "layer_norm"},
    "standard-constant-norm": {"normalize_activations": "constant_norm_rescale"},
    "standard-expected-average": {"normalize_activations": "expected_average_only_in"},
    "standard-hook-z": {"site": Z, "reshape_activations": "hook_z"},
    "standard-head": {"site": Z, "head": 2},
    "gated": {},
    "jumprelu": {},
    "topk": {"k": K},
    "topk-norms-kept": {"k": K, "rescale_acts_by_decoder_norm": True},
    "abstopk": {"k": K},
    "batchtopk-training": {"k": K},
    "matching_pursuit": {"max_iterations": 24, "residual_threshold": 2.0},
    "transcoder": {"site": LN2, "writes": MLP},
    "skip_transcoder": {"site": MID, "writes": MLP},
    "jumprelu_transcoder": {"site": MID, "writes": MLP},
    "jumprelu_skip_transcoder": {"site": LN2, "writes": MLP},
}


@torch.no_grad()
def activations(model, tokens):
    """Of every site, [positions, width]; ln2.hook_normalized is what enters the MLP, the norm's weight and bias applied."""
    sites = {}
    _, cache = model.run_with_cache(tokens, prepend_bos=False)
    for name in (RESID, MID, MLP, Z):
        sites[name] = cache[name].flatten(0, 1).flatten(1)
    sites[LN2] = model.blocks[3].ln2(cache[MID]).flatten(0, 1)
    return sites


def directions(x):
    """Mean of x and its principal directions as rows, of the largest variance first."""
    mean = x.mean(0)
    return mean, torch.linalg.svd((x - mean).double(), full_matrices=False)[2].float()


def weights(name, config, sites, generator):
    """Of a kind, whatever its architecture needs of these."""
    def noise(*shape, scale):
        return torch.randn(*shape, generator=generator) * scale

    x = sites[config["site"]]
    if "head" in config:
        x = x.reshape(len(x), 4, -1)[:, config["head"]]
    mean, rows = directions(x)
    latents = LATENTS * x.shape[1] // 128
    both = torch.cat([rows, -rows[: latents - len(rows)]])
    norms = 0.6 + torch.rand(latents, 1, generator=generator)
    w = {"W_enc": (both / norms).T + noise(x.shape[1], latents, scale=0.01), "W_dec": both * norms * (0.4 if config["site"] == Z else 1), "b_dec": mean,
         "b_enc": noise(latents, scale=0.05), "b_gate": noise(latents, scale=0.1) - 0.2, "b_mag": noise(latents, scale=0.05),
         "r_mag": noise(latents, scale=0.05), "threshold": noise(latents, scale=0.1).abs() + 0.1}
    if name == "matching_pursuit":
        w["W_dec"] = torch.nn.functional.normalize(both + noise(*both.shape, scale=0.03), dim=1)
    if "writes" in config:  # the best linear map from what is read to what is written, through the features or, if there is a skip, half beside them
        y = sites[config["writes"]]
        a = (x - mean).double()
        gram = a.T @ a
        linear = torch.linalg.solve(gram + 0.01 * gram.trace() / len(gram) * torch.eye(len(gram)), a.T @ (y - y.mean(0)).double()).float()
        w["b_enc"] = w["b_enc"] - mean @ w["W_enc"]
        w["b_dec"], w["W_dec"] = y.mean(0), w["W_dec"] @ linear * (0.5 if "skip" in name else 1)
        w["W_skip"] = 0.5 * linear.T
        if "skip" in name:
            w["b_dec"] = w["b_dec"] - 0.5 * mean @ linear
    if config.get("normalize_activations", "none") != "none":
        scale = {"layer_norm": 1 / x.std(1).mean(), "constant_norm_rescale": x.shape[1] ** 0.5 / x.norm(dim=1).mean(), "expected_average_only_in": FACTOR}
        s = scale[config["normalize_activations"]]
        center = x.mean() if config["normalize_activations"] == "layer_norm" else 0
        w["b_dec"] = (mean - center) * s
    return w


def make(folder, name, config, sites, generator):
    """Builds the SAE with SAELens' classes and has SAELens save it; then makes the weights float16."""
    training = name.endswith("-training")
    architecture = name.removesuffix("-training") if "_" in name or training else name.split("-")[0]
    module, cfg = (get_sae_training_class if training else get_sae_class)(architecture)
    meta = SAEMetadata(model_name="demo-gpt2", hook_name=config["site"], **{"hook_head_index": config["head"]} if "head" in config else {},
                       **{"hook_name_out": config["writes"]} if "writes" in config else {})
    options = {k: v for k, v in config.items() if k not in ("site", "head", "writes")}
    if "writes" in config:
        options |= {"apply_b_dec_to_input": False, "d_out": 128}
    values = weights(name, config, sites, generator)
    sae = module(cfg(d_in=len(values["W_enc"]), d_sae=values["W_enc"].shape[1], metadata=meta, **options))
    for key, parameter in sae.named_parameters():
        parameter.data = values[key].half().float().contiguous()
    if training:
        sae.topk_threshold = torch.tensor(0.35, dtype=torch.double)
    sae.save_model(folder)
    file = f"{folder}/sae_weights.safetensors"
    save_file({k: v.half() if v.dtype == torch.float32 else v for k, v in load_file(file).items()}, file)
    with open(f"{folder}/cfg.json") as lines:
        cfg = json.load(lines)
    with open(f"{folder}/cfg.json", "w") as lines:
        json.dump(cfg, lines, indent=1)
        lines.write("\n")


def read(folder, name):
    """A training checkpoint by way of save_inference_model, as SAELens ends a training."""
    if not name.endswith("-training"):
        return SAE.load_from_disk(folder).eval()
    with tempfile.TemporaryDirectory() as finished:
        TrainingSAE.load_from_disk(folder).save_inference_model(finished)
        return SAE.load_from_disk(finished).eval()


@torch.no_grad()
def transcode(sae, config, model, tokens):
    """KL at every position that is not special, CE at those with a next token, as run_evals has it; l0 and l1 of the features."""
    seen = {}
    keep = (tokens != SPECIAL)

    def reading(activation, hook):
        seen["x"] = model.blocks[3].ln2(activation) if config["site"] == LN2 else activation

    def writing(activation, hook):
        return torch.where(keep[..., None], sae(seen["x"].to(sae.dtype)).to(activation.dtype), activation)

    original, loss = model(tokens, return_type="both", loss_per_token=True, prepend_bos=False)
    spliced, with_sae = model.run_with_hooks(tokens, return_type="both", loss_per_token=True, prepend_bos=False, fwd_hooks=[(MID, reading), (MLP, writing)])
    f = sae.encode(seen["x"].to(sae.dtype))[keep]
    predicted = keep[:, :-1]
    return {"kl_div_with_sae": _kl(original, spliced)[keep].mean().item(), "ce_loss_with_sae": with_sae[predicted].mean().item(),
            "ce_loss_without_sae": loss[predicted].mean().item(), "l0": (f != 0).sum(-1).float().mean().item(), "l1": f.abs().sum(-1).mean().item()}


def score(sae, config, model, tokens):
    if "writes" in config:
        return transcode(sae, config, model, tokens)
    factor = FACTOR if config.get("normalize_activations") == "expected_average_only_in" else None
    metrics = evals(sae, model, tokens, [SPECIAL], factor)
    pick = {"model_behavior_preservation": ["kl_div_with_sae"], "model_performance_preservation": ["ce_loss_with_sae", "ce_loss_without_sae"],
            "sparsity": ["l0", "l1"], "reconstruction_quality": ["explained_variance", "mse"]}
    return {key: metrics[group][key] for group, keys in pick.items() for key in keys}


def nudged(sae, seed):
    """The same with an encoder whose entries are off by some roundings, as the activations of another engine are."""
    generator = torch.Generator().manual_seed(seed)
    matrix = sae.W_dec if sae.cfg.architecture() == "matching_pursuit" else sae.W_enc
    matrix.data *= 1 + 1e-6 * torch.randn(matrix.shape, generator=generator)
    return sae


def main(model_folder, tokens_file, out):
    tokens = read_tokens(tokens_file)
    model, _ = transformer_lens_model(model_folder)
    sites = activations(model, tokens)
    shutil.rmtree(f"{out}/kinds", ignore_errors=True)
    kinds = {}
    for number, (name, config) in enumerate(KINDS.items()):
        config = {"site": RESID, **config}
        folder = f"{out}/kinds/{name}"
        for attempt in range(20):  # no near tie may decide it
            make(folder, name, config, sites, torch.Generator().manual_seed(number + 1000 * attempt))
            figures = score(read(folder, name), config, model, tokens)
            others = [read(folder, name).to(torch.float64), *(nudged(read(folder, name), seed) for seed in range(3))]
            scores = [score(sae, config, model, tokens) for sae in others]
            off = max(abs(other[k] - figures[k]) for other in scores for k in ("kl_div_with_sae", "ce_loss_with_sae"))
            if off < 3e-6:
                break
            shutil.rmtree(folder)
        assert off < 3e-6, f"{name}: in float64 or nudged {off} apart"
        kinds[name] = {"site": config["site"], "writes": config.get("writes"), "head": config.get("head"),
                       "norm_scaling_factor": FACTOR if config.get("normalize_activations") == "expected_average_only_in" else None, **figures}
        print(name, {k: round(v, 6) for k, v in figures.items()}, file=sys.stderr)
    about = (
        "What SAELens says of an SAE of each kind in kinds/NAME on demo_tokens.jsonl, all 20 sequences as one batch, the id 0 left out. Printed by "
        "examples/saelens-conventions/saelens_kinds.py. The model runs in TransformerLens as HookedTransformer with its weights as they are; SAEs were "
        "scored by sae-lens' run_evals(exclude_special_tokens=[0]), batchtopk-training by way of save_inference_model, standard-expected-average with "
        "ActivationScaler(norm_scaling_factor). Transcoders were called as modules (forward, with their skip) in hooks that read site and write writes, "
        "scored by sae_lens.evals._kl and TransformerLens' loss_per_token; their ln2.hook_normalized is what enters the MLP, the norm's weight and bias "
        "applied. A run of ours agrees if it has conventions: saelens, positions.special: [0], the model examples/demo/model, these tokens at length 64 "
        "unpacked, run.batch 20, the sae at site (with writes where it is not null, the head where one is given, the norm scaling factor where one is "
        "given): its kl is kl_div_with_sae, its CE with the SAE ce_loss_with_sae, l0 and l1 the same, to 1e-5 of KL and CE. kl counts the last position of a "
        "sequence, CE does not.")
    with open(f"{out}/saelens_kinds.json", "w") as file:
        json.dump({"about": about, "made_by": made_by(), "kinds": kinds}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
