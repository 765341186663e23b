#!/usr/bin/env bash
# safetensors 0.8.0 with numpy 2.4.6: save() of an array that is a transposed view writes the bytes in the order of the memory
# under the shape of the view. Loading gives the right shape with scrambled numbers, and nothing is reported. The torch writer of the
# same package refuses such tensors; the documentation of both says only that tensors are saved.
# Expected here: the array that load() gives has the shape of the one that was saved, and other numbers.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
"$folder/venv/bin/python" - << 'END'
import numpy as np
from safetensors.numpy import load, save

saved = np.arange(6, dtype=np.float32).reshape(3, 2).T
loaded = load(save({"W": saved}))["W"]
print("saved ", saved.tolist())
print("loaded", loaded.tolist())
assert loaded.shape == saved.shape == (2, 3)
assert not np.array_equal(loaded, saved), "the numbers are as they were saved: the behaviour has changed"
assert np.array_equal(load(save({"W": np.ascontiguousarray(saved)}))["W"], saved)
print("as described: right shape, scrambled numbers; np.ascontiguousarray before save keeps them")
END
