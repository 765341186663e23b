"""What the makers of fixtures share: random weights, inputs at which no feature is near a choice, and expected.json."""
import json
import os
import shutil
import zlib

import numpy as np
import torch

D, LATENTS, ROWS, K = 16, 32, 8, 6
RESID = "blocks.0.hook_resid_post"


def rng_of(name, attempt):
    return np.random.default_rng([zlib.crc32(name.encode()), attempt])


def tensor(rng, *shape, scale=0.4):
    return torch.from_numpy(rng.standard_normal(shape).astype(np.float32) * np.float32(scale))


def weights(rng, d_in=D, d_out=D, latents=LATENTS):
    """W_enc [d_in, latents], W_dec [latents, d_out] with rows of norms around 1.6, biases, a threshold and a skip [d_out, d_in]."""
    return {
        "W_enc": tensor(rng, d_in, latents, scale=0.35),
        "W_dec": tensor(rng, latents, d_out),
        "b_enc": tensor(rng, latents, scale=0.3),
        "b_dec": tensor(rng, d_out, scale=0.5),
        "threshold": tensor(rng, latents, scale=0.5).abs() + 0.1,
        "W_skip": tensor(rng, d_out, d_in, scale=0.2),
    }


class Codec:
    """What a library makes of its files: features(x) -> [rows, latents] and output(x) -> [rows, d_out]."""

    def __init__(self, features, output):
        self.features, self.output = features, output


def clear(codec, x, rng):
    """Whether a small change of the inputs leaves the same features active, and some but not all are."""
    active = codec.features(x) != 0
    share = active.float().mean().item()
    if not 0.02 < share < 0.98:
        return False
    for _ in range(6):
        noise = torch.from_numpy(rng.standard_normal(tuple(x.shape)).astype(np.float32))
        if not torch.equal(codec.features(x * (1 + 1e-3 * noise) + 1e-4 * noise) != 0, active):
            return False
    return True


def rows(values):
    """Nine digits tell every float32 apart."""
    return [[float(f"{float(v):.9g}") for v in row] for row in values]


def store(folder, value):
    with open(f"{folder}/expected.json", "w") as file:
        json.dump(value, file)
        file.write("\n")


@torch.no_grad()
def publish(out, name, path, write, load, about, d_in=D):
    """Writes NAME/path by write(folder of the path, rng), reads it back by load(the same) and keeps what that computes.

    path may be a file: then write and load get the folder it lies in. about: layout, architecture, from, and what else
    expected.json should say; a function in it is called with the codec and the inputs.
    """
    folder = f"{out}/{name}"
    target = f"{folder}/{path}".rstrip("/.")
    place = os.path.dirname(target) if os.path.splitext(path)[1] in (".pt", ".pth", ".safetensors", ".npz") else target
    for attempt in range(200):
        rng = rng_of(name, attempt)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(place)
        write(place, rng)
        codec = load(place)
        x = tensor(rng, ROWS, d_in, scale=1.5) + 0.2
        if clear(codec, x, rng):
            break
    else:
        raise SystemExit(f"{name}: no seed without close choices")
    f = codec.features(x)
    value = {"path": path, "site": RESID, "writes": None, "notes": "", **about}
    value = {k: v(codec, x) if callable(v) else v for k, v in value.items()}
    value = {k: v for k, v in value.items() if v is not None or k == "writes"}
    value |= {
        "x": rows(x),
        "l0": [int(v) for v in (f != 0).sum(-1)],
        "l1": [float(v) for v in f.abs().double().sum(-1)],
        "y": rows(codec.output(x)),
    }
    store(folder, value)
    print(f"{name}: {value['architecture']}, l0 {sum(value['l0']) / ROWS}")
