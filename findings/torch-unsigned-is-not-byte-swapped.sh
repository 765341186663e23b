#!/usr/bin/env bash
# torch 2.15.0: a file whose entry byteorder says big, as a big-endian machine writes it, is swapped on loading by the type of its
# storage. uint16, uint32, uint64 (and float8) are saved over untyped storages, whose type is a byte, so they are not swapped: int16
# comes out right and uint16 of the same bytes as 256 times its value. No warning.
# Expected here: [1, 2] for int16 and [256, 512] for uint16.
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


def from_big_endian(tensor):
    """Loads what torch.save writes where numbers have their highest byte first."""
    little, big = io.BytesIO(), io.BytesIO()
    torch.save(tensor, little)
    with zipfile.ZipFile(little) as old, zipfile.ZipFile(big, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("/byteorder"):
                data = b"big"
            if "/data/" in name:
                data = np.frombuffer(data, "<u2").byteswap().tobytes()
            new.writestr(name, data)
    big.seek(0)
    return torch.load(big).tolist()


signed = from_big_endian(torch.tensor([1, 2], dtype=torch.int16))
unsigned = from_big_endian(torch.tensor([1, 2], dtype=torch.uint16))
print("torch", torch.__version__, "int16", signed, "uint16", unsigned)
assert signed == [1, 2]
assert unsigned == [256, 512], "the behaviour has changed"
END
