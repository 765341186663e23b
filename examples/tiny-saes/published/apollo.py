"""Apollo's e2e_sae: a .pt with all SAEs of a run, keys saes.POSITION.encoder.0.weight, computed by its own SAE.

Of the package e2e-sae 2.1.1 the one file e2e_sae/models/sparsifiers.py is used: the wheel lacks modules that its __init__ imports.
"""
import importlib.util
import json
import os
import sysconfig
from importlib.metadata import version

import torch

from .common import D, K, LATENTS, Codec, publish, weights

spec = importlib.util.spec_from_file_location("sparsifiers", os.path.join(sysconfig.get_paths()["purelib"], "e2e_sae/models/sparsifiers.py"))
sparsifiers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sparsifiers)
POSITIONS = ["blocks.0.hook_resid_pre", "blocks.1.hook_resid_pre"]


def write(prefix):
    def write_to(folder, rng):
        state = {}
        for position in POSITIONS:
            w = weights(rng)
            key = prefix + position.replace(".", "-")
            state |= {f"{key}.encoder.0.weight": w["W_enc"].T.contiguous(), f"{key}.encoder.0.bias": w["b_enc"],
                      f"{key}.decoder.weight": w["W_dec"].T.contiguous(), f"{key}.decoder.bias": w["b_dec"]}
        torch.save(state, f"{folder}/samples_400000.pt")
        with open(f"{folder}/final_config.yaml", "w") as file:
            file.write("tlens_model_name: gpt2-small\ntlens_model_path: null\nsaes:\n  dict_size_to_input_ratio: 2.0\n  k: null\n  sae_positions:\n"
                       + "".join(f"  - {position}\n" for position in POSITIONS) + "  retrain_saes: false\n  type_of_sparsifier: sae\n")
    return write_to


def load(prefix, position):
    def load_from(folder):
        key = prefix + position.replace(".", "-") + "."
        state = torch.load(f"{folder}/samples_400000.pt")
        sae = sparsifiers.SAE(D, LATENTS)
        sae.load_state_dict({k[len(key):]: v for k, v in state.items() if k.startswith(key)})
        return Codec(lambda x: sae(x)[1], lambda x: sae(x)[0])
    return load_from


def make(out):
    for name, prefix in {"e2e-sae": "", "e2e-sae-prefixed": "saes."}.items():
        publish(out, name, "gpt2-e2e/samples_400000.pt", write(prefix), load(prefix, POSITIONS[1]), {
            "layout": "e2e_sae", "architecture": "standard", "site": POSITIONS[1], "positions": POSITIONS,
            "from": f"e2e-sae {version('e2e-sae')}, e2e_sae.models.sparsifiers.SAE",
            "notes": "the decoder's columns are divided by their norms when it is used, whatever the file holds; nothing is subtracted from the input; "
                     "two SAEs in one file, the expected values are of " + POSITIONS[1]})
