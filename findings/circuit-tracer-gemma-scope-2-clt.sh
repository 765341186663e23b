#!/usr/bin/env bash
# circuit-tracer 0.5.0: load_gemma_scope_2_clt reads the files 0 to max - 1 of those it is given, so the last layer is missing; and forward of a
# CrossLayerTranscoder with a skip fails, since it does not hand its input to decode. Seen: 3 files give 2 layers, whose decoders still write to 3, so
# the weights do not fit; given one key more it reads all 3, and forward raises an AssertionError.
. "$(dirname "$0")/venv.sh" circuit-tracer==0.5.0 torch==2.15.0
"$PYTHON" -W ignore - <<'PY'
import tempfile, torch
from circuit_tracer.transcoder.cross_layer_transcoder import load_gemma_scope_2_clt
from safetensors.torch import save_file
torch.manual_seed(0)
cpu = torch.device("cpu")
with tempfile.TemporaryDirectory() as folder:
    paths = {layer: f"{folder}/params_layer_{layer}.safetensors" for layer in range(3)}
    for path in paths.values():
        save_file({"w_enc": torch.randn(4, 8), "w_dec": torch.randn(8, 3, 4), "b_enc": torch.randn(8), "b_dec": torch.randn(4), "threshold": torch.ones(8),
                   "affine_skip_connection": torch.randn(4, 4)}, path)
    try:
        load_gemma_scope_2_clt(paths, dtype=torch.float32, device=cpu)
        raise SystemExit("three files can be read now")
    except RuntimeError as error:
        print(str(error).splitlines()[1].strip())
        assert "size mismatch" in str(error)
    clt = load_gemma_scope_2_clt({**paths, 3: ""}, dtype=torch.float32, device=cpu)
assert clt.n_layers == 3
x = torch.randn(3, 5, 4)
try:
    clt(x)
    raise SystemExit("forward works now")
except AssertionError as error:
    print(error)
assert clt.decode(clt.encode(x), x).shape == (3, 5, 4)
PY
