"""Makes the files of files/src/test/resources/tensors, a few bytes each, and what they hold in expected.json.

    pip install torch==2.15.0 numpy==2.4.6 safetensors==0.8.0
    python files/src/test/python/make_tensor_files.py files/src/test/resources/tensors

Nothing here is made from anything that cannot be shared. What a reader must refuse is harmless: names like datetime.date.
"""

import collections
import datetime
import io
import json
import pathlib
import sys
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
expected = {}


def walk(value, name=""):
    """Tensors and plain values by the names that TensorFile gives them."""
    if isinstance(value, torch.Tensor):
        yield name, value
    elif isinstance(value, np.generic):
        yield name, value.item()
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from walk(each, f"{name}.{key}" if name else str(key))
    elif isinstance(value, (list, tuple)):
        for i, each in enumerate(value):
            yield from walk(each, f"{name}.{i}" if name else str(i))
    elif isinstance(value, torch.dtype):
        yield name, str(value)
    elif isinstance(value, torch.device):
        yield name, str(value)
    elif isinstance(value, (bool, int, float, str)):
        yield name, value


def expect(file, format, parts):
    tensors, values = {}, {}
    for name, value in parts:
        if isinstance(value, torch.Tensor):
            value = value.detach()
            readable = value.dtype in (
                torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2)
            tensors[name] = {
                "shape": list(value.shape),
                "values": value.float().contiguous().flatten().tolist() if readable else None,
                "integer": int(value) if value.numel() == 1 and not value.is_complex() and not readable
                and value.dtype not in (torch.float4_e2m1fn_x2,) else None,
            }
        else:
            values[name] = value
    expected[file] = {"format": format, "tensors": tensors, "values": values}


def torch_file(name, value, **options):
    torch.save(value, out / name, **options)
    expect(name, "PyTorch (zip)", walk(value, name.rsplit(".", 1)[0] if isinstance(value, torch.Tensor) else ""))


def numbers(*shape):
    count = int(np.prod(shape))
    return (torch.arange(count, dtype=torch.float32) * 0.375 - 1).reshape(shape)


base = numbers(4, 6)
parameter = torch.nn.Parameter(numbers(2, 2))
parameter.note = "an attribute"
buffer = torch.nn.Buffer(numbers(3))

torch_file("plain.pt", {"W_enc": numbers(2, 3), "b_enc": numbers(3), "k": torch.tensor(4)})
torch_file("single.pt", numbers(2, 2))
torch_file("dtypes.pt", {
    str(dtype).split(".")[1]: numbers(5).to(dtype)
    for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2,
                  torch.float8_e8m0fnu, torch.complex64, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
                  torch.bool, torch.uint16, torch.uint32)
} | {"float4": torch.zeros(2, dtype=torch.uint8).view(torch.float4_e2m1fn_x2),
     "one": torch.tensor([-7], dtype=torch.int16), "yes": torch.tensor(True), "u32": torch.tensor(2**31, dtype=torch.uint32)})
torch_file("views.pt", {
    "base": base, "transposed": base.T, "rows": base[1:3], "columns": base[:, 2:4], "every_other": base[::2, ::3],
    "row": base[2], "column": base[:, 1], "repeated": base[0, :1].expand(3, 2), "empty": base[:0],
    "permuted": numbers(2, 3, 4).permute(2, 0, 1), "scalar": torch.tensor(2.5)})
torch_file("signs.pt", {
    "negative": torch.complex(numbers(4), numbers(4) + 2).conj().imag, "conjugate": torch.complex(numbers(2), numbers(2)).conj()})
torch_file("protocol5.pt", {"W": numbers(2, 3), "b": numbers(3), "k": 3}, pickle_protocol=5)
torch_file("protocol4.pth", collections.OrderedDict(W=numbers(2, 3), eight=numbers(2).to(torch.float8_e4m3fn)), pickle_protocol=4)
linear = torch.nn.Linear(2, 3)
with torch.no_grad():
    linear.weight.copy_(numbers(3, 2))
    linear.bias.copy_(numbers(3))
linear.register_buffer("num_batches", torch.tensor(12))
checkpoint = {
    "model": linear.state_dict(),
    "parameters": [parameter, buffer, torch.nn.Parameter(numbers(2))],
    "optimizer": torch.optim.Adam(linear.parameters(), lr=0.5).state_dict(),
    "step": 1000, "loss": np.float32(0.25), "count": np.int64(3), "best": np.float64(1.5), "done": np.bool_(True),
    "array": np.arange(3), "dtype": torch.float32, "device": torch.device("cuda:1"), "shape": base.shape,
    "cfg": {"d_in": 2, "activation": "relu", "tied": False, "lr": 3e-4, "nothing": None, "big": 2**80,
            "tags": {"a", "b"}, "raw": b"bytes", 7: "seven", (1, 2): "pair", "ratio": 1 + 2j}}
torch.save(checkpoint, out / "checkpoint.pt")
shown = dict(checkpoint, cfg={k: v for k, v in checkpoint["cfg"].items() if k not in ("big", (1, 2))} | {"?": "pair"})
expect("checkpoint.pt", "PyTorch (zip)", walk(shown))


def rezipped(name, source, compression, change=lambda entry, data: data, drop=()):
    with zipfile.ZipFile(out / source) as old, zipfile.ZipFile(out / name, "w", compression) as new:
        for entry in old.namelist():
            if entry.split("/", 1)[1] not in drop:
                new.writestr(zipfile.ZipInfo(entry), change(entry, old.read(entry)), compression)


def big(entry, data):
    """What a big-endian machine writes, of float32 and int64 in plain.pt."""
    if entry.endswith("byteorder"):
        return b"big"
    if "/data/" in entry:
        return np.frombuffer(data, dtype="<i8" if len(data) == 8 else "<f4").byteswap().tobytes()
    return data


rezipped("big.pt", "plain.pt", zipfile.ZIP_STORED, big)
expected["big.pt"] = expected["plain.pt"]
rezipped("deflated.pt", "plain.pt", zipfile.ZIP_DEFLATED, drop=("byteorder",))
expected["deflated.pt"] = expected["plain.pt"]

# refused
torch.save({"W": numbers(2), "when": datetime.date(2026, 1, 1)}, out / "refused-date.pt")
torch.save({"W": numbers(2), "seen": collections.Counter("aab")}, out / "refused-counter.pt", pickle_protocol=4)
torch.save(torch.nn.Linear(1, 1), out / "refused-module.pt")
torch.save({"W": numbers(3).to_sparse()}, out / "refused-sparse.pt")
torch.save({"W": numbers(2)}, out / "refused-legacy.pt", _use_new_zipfile_serialization=False)
torch.save({"W": numbers(1).expand(2**21)}, out / "refused-repeated.pt")
torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), out / "refused-script.pt")

# NumPy
c = numbers(3, 4).numpy()


def arrays(file, save, **named):
    save(out / file, **named)
    readable = lambda a: a.dtype.kind == "f" and a.dtype.itemsize <= 8
    expected[file] = {"format": "npz", "values": {}, "tensors": {
        name: {"shape": list(a.shape), "values": np.float32(a).flatten().tolist() if readable(a) else None,
               "integer": int(a.item()) if a.size == 1 and a.dtype.kind in "iub" else None} for name, a in named.items()}}


kinds = dict(
    f2=c.astype("<f2"), f4=c, f8=c.astype("<f8"), f2_big=c.astype(">f2"), f4_big=c.astype(">f4"), f8_big=c.astype(">f8"),
    fortran=np.asfortranarray(c), fortran3=np.asfortranarray(numbers(2, 3, 4).numpy()), scalar=np.float32(2.5),
    empty=np.zeros((0, 3), np.float32), k=np.int64(32), k_big=np.array([-5], ">i4"), yes=np.array(True), words=np.array(["a", "b"]),
    long=np.array([1.5], np.longdouble), complex=np.array([1j]), **{"nested/name": c[0]})
arrays("stored.npz", np.savez, **kinds)
arrays("deflated.npz", np.savez_compressed, **kinds)


def array(file, value, version=None):
    with open(out / file, "wb") as to:
        np.lib.format.write_array(to, value, version=version)
    expected[file] = {"format": "npy", "values": {}, "tensors": {file.rsplit(".", 1)[0]: {
        "shape": list(value.shape), "values": np.float32(value).flatten().tolist(), "integer": None}}}


array("version1.npy", c, (1, 0))
array("version2.npy", np.asfortranarray(c), (2, 0))
array("version3.npy", c.astype(">f8"), (3, 0))
np.save(out / "refused-objects.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
np.save(out / "refused-raw.npy", np.zeros(3, "V2"))
with zipfile.ZipFile(out / "zip64.npz", "w") as to:
    with to.open("W.npy", "w", force_zip64=True) as entry:
        np.save(entry, c)
expected["zip64.npz"] = {"format": "npz", "values": {}, "tensors": {
    "W": {"shape": [3, 4], "values": c.flatten().tolist(), "integer": None}}}
np.savez(out / "objects.npz", W=c, cfg=np.array({"d_in": 4}))

# safetensors
kinds = {str(dtype).split(".")[1]: numbers(5).to(dtype) for dtype in (
    torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e8m0fnu,
    torch.complex64, torch.int64, torch.bool)}
kinds |= {"k": torch.tensor(32), "W": numbers(3, 4), "empty": numbers(0, 2),
          "float4": torch.zeros(2, 2, dtype=torch.uint8).view(torch.float4_e2m1fn_x2)}
save_file(kinds, out / "kinds.safetensors", metadata={"format": "pt"})
expect("kinds.safetensors", "safetensors", kinds.items())
expected["kinds.safetensors"]["tensors"]["float4"]["shape"] = [2, 4]

(out / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
