"""Llama Scope (hyperparams.json, checkpoints/final.safetensors), computed by lm_saes of the time: OpenMOSS/Language-Model-SAEs at 1e71036."""
import contextlib
import io
import json
import math

import torch
from lm_saes import SparseAutoEncoder
from safetensors.torch import load_file, save_file

from . import by_saelens
from .common import D, LATENTS, Codec, publish, rows, weights

BY = "lm_saes of OpenMOSS/Language-Model-SAEs at 1e7103673805013b6582f81e6ed216f9f735b849 (2024-10-30), SparseAutoEncoder.from_pretrained, encode and decode"


def scale(norms, which):
    return math.sqrt(D) / norms[which]


def load(folder):
    """from_pretrained folds the data set's norms and, if sparsity_include_decoder_norm, the decoder's into the weights: its activations are
    of another scale. They are given back here as they are before: of inputs scaled to a norm of sqrt(d) on average."""
    with contextlib.redirect_stdout(io.StringIO()):
        sae = SparseAutoEncoder.from_pretrained(folder).eval()
    with open(f"{folder}/hyperparams.json") as file:
        config = json.load(file)
    unfold = torch.tensor(scale(config["dataset_average_activation_norm"], "in"))
    if config["sparsity_include_decoder_norm"]:
        norms = config["dataset_average_activation_norm"]
        stored = load_file(f"{folder}/checkpoints/final.safetensors")["decoder.weight"].norm(dim=0)
        unfold = unfold / (stored * scale(norms, "in") / scale(norms, "out"))
    return Codec(lambda x: sae.encode(x) * unfold, lambda x: sae.decode(sae.encode(x)))


def scope(out, name, letter="R", unit=False, include=True, norms=None, notes="", writes=None):
    folder_name = f"Llama3_1-8B-Base-LX{letter}-8x/Llama3_1-8B-Base-L0{letter}-8x"
    norms = norms or {"in": 9.0, "out": 9.0}
    hook = {"R": "blocks.0.hook_resid_post", "TC": "blocks.0.ln2.hook_normalized"}[letter]

    def write(folder, rng):
        import os
        w = weights(rng)
        if unit:
            w["W_dec"] /= w["W_dec"].norm(dim=1, keepdim=True)
        os.makedirs(f"{folder}/checkpoints")
        save_file({"encoder.weight": w["W_enc"].T.contiguous(), "encoder.bias": w["b_enc"], "decoder.weight": w["W_dec"].T.contiguous(),
                   "decoder.bias": w["b_dec"]}, f"{folder}/checkpoints/final.safetensors")
        with open(f"{folder}/hyperparams.json", "w") as file:
            json.dump({
                "device": "cpu", "seed": 42, "dtype": "torch.float32", "hook_point_in": hook, "hook_point_out": writes or hook, "use_decoder_bias": True,
                "apply_decoder_bias_to_pre_encoder": False, "expansion_factor": LATENTS // D, "d_model": D, "d_sae": LATENTS, "act_fn": "jumprelu",
                "jump_relu_threshold": 0.7, "norm_activation": "dataset-wise", "dataset_average_activation_norm": norms,
                "decoder_exactly_fixed_norm": False, "sparsity_include_decoder_norm": include, "use_glu_encoder": False, "top_k": 50}, file)

    def by_sae_lens(codec, x):
        if writes:
            return None
        root = f"{out}/llama-scope-{name}/{folder_name}"
        sae = by_saelens.sae_of("llama_scope", root[: root.rindex("/")], "fnlp/tiny", folder_name.split("/")[1])
        sae.fold_activation_norm_scaling_factor(scale(norms, "in"))
        f = sae.encode(x)
        return {"from": by_saelens.by("llama_scope", "fold_activation_norm_scaling_factor(sqrt(d) / norm), "),
                "l0": [int(v) for v in (f != 0).sum(-1)], "l1": [float(v) for v in f.sum(-1)], "y": rows(sae.decode(f))}

    publish(out, f"llama-scope-{name}", folder_name, write, load, {
        "layout": "llama_scope", "architecture": "jumprelu", "from": BY, "site": hook, "writes": writes, "notes": notes, "sae_lens": by_sae_lens})


def make(out):
    l1 = "l1 is of the activations of inputs scaled to a norm of sqrt(d); lm_saes' own are smaller by that scale and larger by the decoder norms it folds. "
    scope(out, "unit", unit=True, notes=l1 + "Decoder columns of norm 1: sae-lens computes the same")
    scope(out, "norms", notes=l1 + "Decoder columns are not of norm 1: lm_saes holds activation times decoder norm against the threshold, sae-lens the "
                                   "activation alone, so l0, l1 and y of sae-lens (under sae_lens) are others")
    scope(out, "norms-not-included", include=False, notes=l1 + "sparsity_include_decoder_norm false: the norms do not matter, and sae-lens computes the same")
    scope(out, "transcoder", letter="TC", unit=True, norms={"in": 9.0, "out": 5.0}, writes="blocks.0.hook_mlp_out",
          notes=l1 + "A transcoder: the output is scaled by the norm of what it writes")
