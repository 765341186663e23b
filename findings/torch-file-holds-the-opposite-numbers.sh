#!/usr/bin/env bash
# torch 2.15.0: the imaginary part of a conjugate is a view whose sign is flipped when it is read. torch.save keeps the view, not its
# numbers: the storage in the file holds the opposite of what the tensor says, and only a dict {'neg': True} at the end of the
# pickled arguments tells. A reader that takes storage, offset, sizes and strides gets every sign wrong.
# Expected here: the tensor is [-2, 4], the storage has 2 and -4 at its places.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 numpy==2.4.6
"$folder/venv/bin/python" - << 'END'
import io
import zipfile

import numpy as np
import torch

tensor = torch.tensor([1 + 2j, 3 - 4j]).conj().imag
file = io.BytesIO()
torch.save(tensor, file)
with zipfile.ZipFile(file) as entries:
    stored = np.frombuffer(entries.read("archive/data/0"), "<f4")
    noted = b"neg" in entries.read("archive/data.pkl")
view = stored[tensor.storage_offset() :: tensor.stride(0)].tolist()
print("torch", torch.__version__, "tensor", tensor.tolist(), "in the file", view, "noted" if noted else "not noted")
assert tensor.tolist() == [-2, 4]
assert view == [2, -4] and noted, "the behaviour has changed"
END
