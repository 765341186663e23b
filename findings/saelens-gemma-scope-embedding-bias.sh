#!/usr/bin/env bash
# sae-lens 6.54.12's loader of Gemma Scope divides W_enc of an embedding SAE by sqrt(d_in) and multiplies W_dec by it, since hook_embed is the embedding times
# sqrt(d_model), but leaves b_dec. An SAE that reconstructs e as f W_dec + b_dec gives sqrt(d) e as sqrt(d) f W_dec + sqrt(d) b_dec.
# Seen: the output lacks (sqrt(d_in) - 1) b_dec of that.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" -W ignore - <<'PY'
import os, tempfile, numpy as np, torch
from sae_lens import SAE
from sae_lens.loading import pretrained_sae_loaders as loaders
rng = np.random.default_rng(0)
w = {"W_enc": rng.normal(size=(16, 32)), "W_dec": rng.normal(size=(32, 16)), "b_enc": rng.normal(size=32), "b_dec": rng.normal(size=16), "threshold": np.full(32, 0.1)}
folder = "embedding/width_4k/average_l0_6"
with tempfile.TemporaryDirectory() as root:
    os.makedirs(f"{root}/{folder}")
    np.savez(f"{root}/{folder}/params.npz", **{k: v.astype(np.float32) for k, v in w.items()})
    loaders.hf_hub_download = lambda repo_id, filename, subfolder=None, **_: f"{root}/{subfolder}/{filename}"  # the file is here instead of there
    read = loaders.gemma_2_sae_huggingface_loader
    sae = SAE.from_pretrained("google/gemma-scope-2b-pt-res", folder, converter=lambda cfg_overrides, **a: read(
        cfg_overrides={**cfg_overrides, "d_in": 16, "d_sae": 32}, **a))
w = {k: torch.tensor(v, dtype=torch.float32) for k, v in w.items()}
e = torch.randn(5, 16)
h = e @ w["W_enc"] + w["b_enc"]
y = ((h.relu() * (h > w["threshold"])) @ w["W_dec"] + w["b_dec"]) * 4
lacks = y - sae(e * 4)
print("lacks", lacks[0, :3].tolist(), "3 b_dec", (3 * w["b_dec"][:3]).tolist())
assert torch.allclose(lacks, (3 * w["b_dec"]).expand_as(lacks), atol=1e-4)
PY
