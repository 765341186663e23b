#!/usr/bin/env bash
# e2e-sae 2.1.1: the wheel lacks the packages below e2e_sae.scripts that its loader.py imports, and its __init__ that: import e2e_sae fails after pip install
# e2e-sae. The one file models/sparsifiers.py can be loaded by its path. Its SAE normalises the decoder's columns whenever it is used.
site="$(mktemp -d)"
trap 'rm -rf "$site"' EXIT
. "$(dirname "$0")/venv.sh" sae-lens==6.54.12 torch==2.15.0 transformer-lens==3.9.0 transformers==5.24.0
"$PYTHON" -m pip install --quiet --no-deps --target "$site" e2e-sae==2.1.1
SITE="$site" "$PYTHON" -W ignore - <<'PY'
import importlib.util, os, torch
root = os.environ["SITE"] + "/e2e_sae"
with open(root + "/loader.py") as file:
    loader = file.read()
missing = [name for name in ("train_tlens", "train_tlens_saes") if not os.path.isdir(f"{root}/scripts/{name}")]
print([line for line in loader.splitlines() if "scripts" in line], "missing:", missing)
assert "from e2e_sae.scripts.train_tlens" in loader and missing == ["train_tlens", "train_tlens_saes"]
spec = importlib.util.spec_from_file_location("sparsifiers", root + "/models/sparsifiers.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
sae = module.SAE(4, 8)
x = torch.randn(3, 4)
before = sae(x)[0]
sae.decoder.weight.data *= 5
assert torch.allclose(before, sae(x)[0], atol=1e-5), "the decoder's norms matter now"
PY
