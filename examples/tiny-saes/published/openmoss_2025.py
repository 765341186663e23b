"""OpenMOSS' layout of early 2025 (config.json, sae_weights.safetensors with log_jumprelu_threshold), computed by lm_saes of the time:
OpenMOSS/Language-Model-SAEs at 9c97b67. Llama-Scope-R1-Distill is of that form."""
import json

import torch
from lm_saes.sae import SparseAutoEncoder
from safetensors.torch import save_file

from .common import D, LATENTS, Codec, publish, weights

BY = "lm_saes of OpenMOSS/Language-Model-SAEs at 9c97b678a1aef8ca0a26c5f8ef5bfd519a58f4d6 (2025-02-08), SparseAutoEncoder.from_pretrained, " \
     "compute_norm_factor, encode and decode"
HOOK = "blocks.0.hook_resid_post"


def load(folder, norm=None):
    sae = SparseAutoEncoder.from_pretrained(folder).eval()
    if norm:
        sae.set_dataset_average_activation_norm({HOOK: norm})
    factor = sae.compute_norm_factor(torch.ones(1), HOOK)
    return Codec(sae.encode, lambda x: sae.decode(sae.encode(x)) / factor)


def scope(out, name, include=True, stored=True, notes=""):
    def write(folder, rng):
        w = weights(rng)
        tensors = {"encoder.weight": w["W_enc"].T.contiguous(), "encoder.bias": w["b_enc"], "decoder.weight": w["W_dec"].T.contiguous(),
                   "decoder.bias": w["b_dec"], "log_jumprelu_threshold": w["threshold"].log()}
        if stored:
            tensors[f"dataset_average_activation_norm.{HOOK}"] = torch.tensor(9.0)
        save_file(tensors, f"{folder}/sae_weights.safetensors")
        with open(f"{folder}/config.json", "w") as file:
            json.dump({"sae_type": "sae", "hook_point_in": HOOK, "hook_point_out": HOOK, "d_model": D, "expansion_factor": LATENTS // D,
                       "use_decoder_bias": True, "use_glu_encoder": False, "act_fn": "jumprelu", "apply_decoder_bias_to_pre_encoder": False,
                       "norm_activation": "dataset-wise", "sparsity_include_decoder_norm": include, "top_k": 50,
                       "jumprelu_threshold_window": 2.0, "device": "cpu", "dtype": "torch.float32"}, file)

    publish(out, f"openmoss-{name}", "Llama-Scope-R1-Distill/800M-Slimpajama-0-OpenR1-Math-220k/L0R", write, lambda folder: load(folder, None if stored else 9.0),
            {"layout": "openmoss", "architecture": "jumprelu", "from": BY, "site": HOOK, "dataset_average_activation_norm": 9.0, "notes": notes})


def make(out):
    l1 = "l1 is of the activations of inputs scaled to a norm of sqrt(d). "
    scope(out, "r1-distill", notes=l1 + "Activation times decoder norm is held against the threshold, the activation itself is passed on; the data set's norm "
                                        "is a tensor of the file")
    scope(out, "r1-distill-norms-not-included", include=False, notes=l1 + "sparsity_include_decoder_norm false")
    scope(out, "r1-distill-no-norm", stored=False, notes=l1 + "the file does not hold the data set's norm: 9.0 is to be given to the product")
