#!/usr/bin/env bash
# dictionary-learning 0.1.0: AutoEncoder.from_pretrained, and load_dictionary with it, normalises the decoder's columns unless told not to (normalize_decoder)
# and folds their norms into the encoder. The output stays; the activations, and so an L1, are the norms times those of the file as it is.
. "$(dirname "$0")/venv.sh" dictionary-learning==0.1.0 torch==2.15.0
"$PYTHON" -W ignore - <<'PY'
import tempfile, torch
from dictionary_learning.dictionary import AutoEncoder
torch.manual_seed(0)
with tempfile.NamedTemporaryFile(suffix=".pt") as file:
    torch.save(AutoEncoder(4, 8).state_dict(), file.name)  # columns of norm 0.1, as they are made
    folded, plain = AutoEncoder.from_pretrained(file.name), AutoEncoder.from_pretrained(file.name, normalize_decoder=False)
x = torch.randn(5, 4)
ratio = folded.encode(x).sum() / plain.encode(x).sum()
print("L1 by default over L1 of the file:", ratio.item())
assert torch.allclose(folded(x), plain(x), atol=1e-5) and abs(ratio.item() - 0.1) < 1e-4
PY
