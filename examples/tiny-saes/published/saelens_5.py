"""What SAELens 5 computed and SAELens 6 no longer does: tanh after the ReLU, and decoder inputs scaled after a finetuning."""
import json
from importlib.metadata import version

import torch
from safetensors.torch import save_file
from sae_lens import SAE

from .common import D, LATENTS, RESID, Codec, publish, tensor, weights


def flat(out, name, config, names=(), notes=""):
    cfg = {"architecture": "standard", "model_name": "tiny", "hook_name": RESID, "hook_layer": 0, "hook_head_index": None, "d_in": D, "d_sae": LATENTS,
           "dtype": "float32", "device": "cpu", "activation_fn_str": "relu", "apply_b_dec_to_input": True, "normalize_activations": "none",
           "finetuning_scaling_factor": False, "context_size": 128, "prepend_bos": True, "dataset_path": "tiny", "dataset_trust_remote_code": True,
           "sae_lens_training_version": "5.11.0", **config}

    def write(folder, rng):
        w = weights(rng) | {"scaling_factor": tensor(rng, LATENTS, scale=0.2) + 1}
        save_file({n: w[n] for n in ["W_enc", "W_dec", "b_enc", "b_dec", *names]}, f"{folder}/sae_weights.safetensors")
        with open(f"{folder}/cfg.json", "w") as file:
            json.dump(cfg, file)

    def load(folder):
        sae = SAE.load_from_pretrained(folder).eval()
        return Codec(sae.encode, sae)

    publish(out, f"saelens-before-6-{name}", name, write, load, {
        "layout": "saelens", "architecture": "standard", "from": f"sae-lens {version('sae-lens')}, SAE.load_from_pretrained, encode and forward", "notes": notes})


def make(out):
    flat(out, "tanh-relu", {"activation_fn_str": "tanh-relu"}, notes="tanh(max(h, 0)); SAELens 6.54.12 reads the file without a warning and computes max(h, 0)")
    flat(out, "finetuned", {"finetuning_scaling_factor": True}, ["scaling_factor"],
         "activations are multiplied by scaling_factor before they are decoded, l1 is of them before; SAELens 6.54.12 refuses the file")
