#!/usr/bin/env bash
# Llama Scope's sparsity_include_decoder_norm: in OpenMOSS' code (lm_saes at 1e710367, and llamascopium since) activation times decoder norm is held against the
# threshold. sae-lens 6.54.12 does not read the key: its loader holds the activation alone against it. The two agree if all decoder norms are 1.
# Seen: with a decoder of norm 2 and a threshold of 1, an activation of 0.75 is off in sae-lens whatever the key says.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" -W ignore - <<'PY'
import json, os, tempfile, torch
from safetensors.torch import save_file
from sae_lens import SAE
from sae_lens.loading import pretrained_sae_loaders as loaders
name = "Llama3_1-8B-Base-L0R-8x"
def activation(include):
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(f"{root}/{name}/checkpoints")
        save_file({"encoder.weight": torch.eye(4), "encoder.bias": torch.zeros(4), "decoder.weight": 2 * torch.eye(4), "decoder.bias": torch.zeros(4)},
                  f"{root}/{name}/checkpoints/final.safetensors")
        json.dump({"d_model": 4, "d_sae": 4, "hook_point_in": "blocks.0.hook_resid_post", "jump_relu_threshold": 1.0, "act_fn": "jumprelu",
                   "dataset_average_activation_norm": {"in": 2.0, "out": 2.0}, "norm_activation": "dataset-wise",
                   "sparsity_include_decoder_norm": include}, open(f"{root}/{name}/hyperparams.json", "w"))
        loaders.hf_hub_download = lambda repo_id, filename, subfolder=None, **_: f"{root}/{subfolder}/{filename}" if subfolder else f"{root}/{filename}"
        sae = SAE.from_pretrained("fnlp/tiny", name, converter=loaders.llama_scope_sae_huggingface_loader)
    sae.fold_activation_norm_scaling_factor(1.0)  # sqrt(4) / 2
    return sae.encode(torch.tensor([[0.75, 1.5, 0, 0]]))[0].tolist()
print("included:", activation(True), "not included:", activation(False), "in OpenMOSS' code 0.75 x 2 > 1 is on if included")
assert activation(True) == activation(False) == [0, 1.5, 0, 0]
PY
