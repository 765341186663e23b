#!/usr/bin/env bash
# sae-lens 6.54.12's sparsify_disk_loader transposes W_dec, which sparsify 1.3.3 stores as [latents, width], so it cannot read what sparsify saves; with
# sparsify's default num_latents 0 it makes no latents; and it subtracts b_dec only if normalize_decoder is false, where sparsify always does (transcoders aside).
. "$(dirname "$0")/venv.sh" eai-sparsify==1.3.3 torch==2.15.0 sae-lens==6.54.12
"$PYTHON" -W ignore - <<'PY'
import tempfile, torch
from sae_lens import SAE
from sae_lens.loading.pretrained_sae_loaders import get_sparsify_config_from_disk, sparsify_disk_loader
from sparsify import SparseCoder, SparseCoderConfig
torch.manual_seed(0)
def saved(folder, **config):
    coder = SparseCoder(4, SparseCoderConfig(k=2, **config))
    coder.b_dec.data = torch.randn(4)
    coder.save_to_disk(folder)
    return coder
with tempfile.TemporaryDirectory() as root:
    coder = saved(root + "/layers.0", num_latents=8)
    saved(root + "/layers.1", expansion_factor=2)
    try:
        SAE.load_from_disk(root + "/layers.0", converter=sparsify_disk_loader, dtype="float32")
        raise SystemExit("it can be read now")
    except RuntimeError as error:
        print(str(error).splitlines()[-1].strip())
        assert "size mismatch for W_dec" in str(error)
    latents = get_sparsify_config_from_disk(root + "/layers.1")["d_sae"]
    subtracts = get_sparsify_config_from_disk(root + "/layers.0")["apply_b_dec_to_input"]
print("latents of num_latents 0, expansion_factor 2, width 4:", latents, "- subtracts b_dec:", subtracts)
assert latents == 0 and subtracts is False
x = torch.randn(3, 4)
assert torch.allclose(coder.encode(x).pre_acts, torch.relu((x - coder.b_dec) @ coder.encoder.weight.T), atol=1e-6)
PY
