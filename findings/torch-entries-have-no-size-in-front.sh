#!/usr/bin/env bash
# torch 2.15.0: the entries of the zip file that torch.save writes are stored as they are, and yet have no size in front of their data
# (flag bit 3, the sizes come behind). Readers that take a zip file from front to back, like java.util.zip.ZipInputStream, refuse
# that; the sizes stand in the directory at the end alone.
# Expected here: every entry stored, with bit 3 set and a size of 0 or of the zip64 mark in its own header.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check torch==2.15.0 numpy==2.4.6
"$folder/venv/bin/python" - << 'END'
import io
import struct
import zipfile

import torch

file = io.BytesIO()
torch.save({"W": torch.zeros(2, 3)}, file)
with zipfile.ZipFile(file) as entries:
    for entry in entries.infolist():
        size = struct.unpack_from("<I", file.getvalue(), entry.header_offset + 22)[0]
        print(entry.filename, "method", entry.compress_type, "flags", hex(entry.flag_bits), "size in front", size, "size", entry.file_size)
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.flag_bits & 8 and size in (0, 0xFFFFFFFF), "the behaviour has changed"
END
