#!/usr/bin/env bash
# A cfg.json of before sae-lens 6 may say activation_fn_str: tanh-relu, which sae-lens 5.11.0 computes as tanh(max(h, 0)). sae-lens 6.54.12 reads the
# same file, warns of nothing and computes max(h, 0). Seen: the largest activation is above 1, which tanh cannot be.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" - <<'PY'
import json, tempfile, warnings, torch
from safetensors.torch import save_file
from sae_lens import SAE
torch.manual_seed(0)
with tempfile.TemporaryDirectory() as folder:
    save_file({"W_enc": torch.randn(4, 8), "W_dec": torch.randn(8, 4), "b_enc": torch.zeros(8), "b_dec": torch.zeros(4)}, folder + "/sae_weights.safetensors")
    json.dump({"architecture": "standard", "d_in": 4, "d_sae": 8, "dtype": "float32", "device": "cpu", "activation_fn_str": "tanh-relu",
               "model_name": "gpt2", "hook_name": "blocks.0.hook_resid_post", "hook_layer": 0, "hook_head_index": None, "apply_b_dec_to_input": True,
               "finetuning_scaling_factor": False, "normalize_activations": "none", "context_size": 128, "prepend_bos": True, "dataset_path": "x",
               "dataset_trust_remote_code": True, "sae_lens_training_version": "5.11.0"}, open(folder + "/cfg.json", "w"))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        sae = SAE.load_from_disk(folder)
    x = torch.randn(16, 4)
    f = sae.encode(x)
    print("largest activation", f.max().item(), "warnings of the activation", [str(w.message) for w in said if "tanh" in str(w.message)])
    assert torch.allclose(f, torch.relu(x @ sae.W_enc)) and f.max() > 1
    assert not [w for w in said if "tanh" in str(w.message)]
PY
