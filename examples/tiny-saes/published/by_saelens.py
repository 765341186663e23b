"""Reads a layout with SAELens' own loader for it, which would download: here it is handed the local files."""
import logging
import warnings
from importlib.metadata import version

from safetensors import safe_open

from sae_lens import SAE
from sae_lens.loading import pretrained_sae_loaders as loaders

from .common import Codec, D, LATENTS

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
SIZES = {"d_in": D, "d_sae": LATENTS}


def local(root):
    """hf_hub_download and the reader of remote safetensors headers, both of the folder root."""
    def download(repo_id, filename, subfolder=None, **_):
        path = f"{root}/{subfolder}/{filename}" if subfolder else f"{root}/{filename}"
        import os
        if not os.path.exists(path):
            raise loaders.EntryNotFoundError(filename)
        return path

    def shapes(repo_id, filename):
        with safe_open(f"{root}/{filename}", framework="pt") as file:
            return {name: file.get_slice(name).get_shape() for name in file.keys()}

    loaders.hf_hub_download, loaders.get_safetensors_tensor_shapes = download, shapes


def sae_of(loader, root, repo, folder, **overrides):
    """As SAE.from_pretrained(release, id, dtype float32) builds it; a repository that SAELens does not list, so nothing is folded.

    Sizes that the loader knows by heart (of the real models) are overridden with those of the tiny ones."""
    local(root)

    def converter(cfg_overrides, **arguments):
        return loaders.NAMED_PRETRAINED_SAE_LOADERS[loader](cfg_overrides={**cfg_overrides, **overrides}, **arguments)

    return SAE.from_pretrained(repo, folder, converter=converter).eval()


def codec(sae, heads=None):
    def shape(x):
        return x.reshape(len(x), heads, -1) if heads else x
    return Codec(lambda x: sae.encode(shape(x)), lambda x: sae(shape(x)).reshape(len(x), -1))


def by(loader, more=""):
    return f"sae-lens {version('sae-lens')}, its loader {loader}, {more}encode and forward"
