"""Makes the files that LoadSpeed reads: python make_large_tensors.py FOLDER (needs torch, numpy, safetensors; 1.2 GB)."""

import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
weights = torch.randn(768, 49152)
save_file({"W": weights}, folder / "float32.safetensors")
torch.save({"W": weights}, folder / "float32.pt")
torch.save({"W": weights.T.contiguous().T}, folder / "transposed.pt")
np.savez(folder / "float32.npz", W=weights.numpy())
for dtype in (torch.bfloat16, torch.float16, torch.float8_e4m3fn, torch.float64):
    save_file({"W": weights.to(dtype)}, folder / f"{str(dtype).split('.')[1]}.safetensors")
