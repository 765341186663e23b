#!/usr/bin/env bash
# numpy 2.4.6 with ml_dtypes 0.6.0: three small float types, saved by np.save and loaded by np.load without complaint from the
# writer, end in three ways. bfloat16 and float8_e4m3fn come back as raw bytes (|V2, |V1), their type forgotten; float8_e5m2 is written
# with the type code '<f1', which np.load itself refuses as no valid type.
# Expected here: those two types lost, and ValueError for the third.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check numpy==2.4.6 ml_dtypes==0.6.0
"$folder/venv/bin/python" - << 'END'
import io

import ml_dtypes
import numpy as np


def saved_and_loaded(dtype):
    file = io.BytesIO()
    np.save(file, np.array([1, -2, 0.5], dtype))
    print(dtype.__name__, file.getvalue()[10:27].decode(), end=" ")
    file.seek(0)
    return np.load(file)


for dtype, code in ((ml_dtypes.bfloat16, "|V2"), (ml_dtypes.float8_e4m3fn, "|V1")):
    loaded = saved_and_loaded(dtype)
    print("is loaded as", loaded.dtype.str)
    assert loaded.dtype.str == code, "the behaviour has changed"
try:
    saved_and_loaded(ml_dtypes.float8_e5m2)
    raise SystemExit("is loaded: the behaviour has changed")
except ValueError as refused:
    print("is refused:", refused)
    assert "<f1" in str(refused)
END
