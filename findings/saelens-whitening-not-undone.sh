#!/usr/bin/env bash
# sae-lens 6.54.12: a checkpoint saved during training with normalize_activations covariance_whitening holds weights for whitened inputs; the matrices lie
# in a file of their own beside it. SAE.load_from_disk reads it, warns of nothing and computes on inputs that are not whitened. The same holds for
# expected_average_only_in, whose constant is not in the file either. Seen: the output is that of the same weights under none.
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" - <<'PY'
import json, tempfile, warnings, torch
from sae_lens import SAE, StandardTrainingSAE, StandardTrainingSAEConfig
torch.manual_seed(0)
x = torch.randn(5, 4) * 3
def output(normalize):
    torch.manual_seed(1)
    sae = StandardTrainingSAE(StandardTrainingSAEConfig(d_in=4, d_sae=8, normalize_activations=normalize))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        sae.save_model(folder)
        loaded = SAE.load_from_disk(folder)
        assert json.load(open(folder + "/cfg.json"))["normalize_activations"] == normalize == loaded.cfg.normalize_activations
        y = loaded(x)
    assert not [w for w in said if "whiten" in str(w.message) or "normaliz" in str(w.message)], [str(w.message) for w in said]
    return y
none = output("none")
for normalize in ("covariance_whitening", "expected_average_only_in"):
    print(normalize, "differs from none by", (output(normalize) - none).abs().max().item())
    assert torch.equal(output(normalize), none)
PY
