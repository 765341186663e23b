#!/usr/bin/env bash
# sae-lens 6.54.12 writes TopK SAEs of three kinds, and the flag rescale_acts_by_decoder_norm does not tell whether the decoder's norms are folded:
# true and kept (save_model), true and folded (save_inference_model), false and neither (a whitening folded in: the norms went into the encoder first,
# and the decoder's rows have other norms again afterwards). Whoever folds, or ranks by norms, on the flag's word alone must look at the norms too.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" -W ignore - <<'PY'
import json, tempfile, torch
from safetensors.torch import load_file
from sae_lens import TopKTrainingSAE, TopKTrainingSAEConfig
def trained():
    torch.manual_seed(0)
    sae = TopKTrainingSAE(TopKTrainingSAEConfig(d_in=4, d_sae=8, k=2, decoder_init_norm=None))
    sae.W_dec.data = torch.randn(8, 4)
    return sae
def saved(sae, how):
    with tempfile.TemporaryDirectory() as folder:
        getattr(sae, how)(folder)
        norms = load_file(folder + "/sae_weights.safetensors")["W_dec"].norm(dim=1)
        return json.load(open(folder + "/cfg.json"))["rescale_acts_by_decoder_norm"], bool(torch.allclose(norms, torch.ones(8), atol=1e-5))
white = trained()
matrix = torch.diag(torch.tensor([0.5, 1, 2, 3]))
white.fold_activation_whitening(torch.zeros(4), matrix, torch.linalg.inv(matrix))
kinds = [saved(trained(), "save_model"), saved(trained(), "save_inference_model"), saved(white, "save_inference_model")]
print("(flag, norms are 1):", kinds)
assert kinds == [(True, False), (True, True), (False, False)]
PY
