"""dictionary_learning: ae.pt and config.json, loaded and computed by dictionary_learning itself."""
import contextlib
import io
import json
from importlib.metadata import version

import torch
from dictionary_learning.dictionary import AutoEncoder, AutoEncoderNew, GatedAutoEncoder, JumpReluAutoEncoder
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE
from dictionary_learning.trainers.top_k import AutoEncoderTopK
from dictionary_learning.utils import load_dictionary

from .common import D, K, LATENTS, Codec, publish, tensor, weights

RESID = "blocks.3.hook_resid_post"


def fill(ae, rng):
    w = weights(rng)
    names = {"encoder.weight": w["W_enc"].T, "encoder.bias": w["b_enc"], "decoder.weight": w["W_dec"].T, "decoder.bias": w["b_dec"],
             "bias": w["b_dec"], "decoder_bias": w["b_dec"], "W_enc": w["W_enc"], "W_dec": w["W_dec"], "b_enc": w["b_enc"], "b_dec": w["b_dec"],
             "gate_bias": w["b_enc"], "mag_bias": tensor(rng, LATENTS, scale=0.3), "r_mag": tensor(rng, LATENTS, scale=0.2), "threshold": w["threshold"]}
    for name, parameter in ae.named_parameters():
        parameter.data = names[name].contiguous().clone()
    return ae


def dictionary(out, name, new, dict_class, trainer, notes="", threshold=None, k=None, unit=False, config=None):
    folder_name = f"pythia70m_sweep_{name.replace('-', '_')}_ctx128_0730/resid_post_layer_3/trainer_0"

    def write(folder, rng):
        ae = fill(new(), rng)
        if threshold is not None:
            ae.threshold = torch.tensor(threshold)
        if unit:
            ae.decoder.weight.data /= ae.decoder.weight.data.norm(dim=0)
        torch.save(ae.state_dict(), f"{folder}/ae.pt")
        own = {"trainer_class": trainer, "dict_class": dict_class, "activation_dim": D, "dict_size": LATENTS, "layer": 3,
               "lm_name": "EleutherAI/pythia-70m-deduped", "submodule_name": "resid_post_layer_3", **({"k": k} if k else {}), **(config or {})}
        with open(f"{folder}/config.json", "w") as file:
            json.dump({"trainer": own, "buffer": {"d_submodule": D, "io": "out", "n_ctxs": 3000, "ctx_len": 128}}, file)

    def load(folder):
        with contextlib.redirect_stdout(io.StringIO()):  # it says that it normalises
            ae, _ = load_dictionary(folder, device="cpu")
        return Codec(ae.encode, ae)

    publish(out, f"dictionary-learning-{name}", folder_name, write, load, {
        "layout": "dictionary_learning", "architecture": dict_class, "site": RESID, "notes": notes,
        "from": f"dictionary-learning {version('dictionary-learning')}, load_dictionary, encode and forward"})


def make(out):
    dictionary(out, "standard", lambda: AutoEncoder(D, LATENTS), "AutoEncoder", "StandardTrainer", unit=True)
    dictionary(out, "standard-april", lambda: AutoEncoder(D, LATENTS), "AutoEncoder", "StandardTrainerAprilUpdate",
               "decoder columns are not of norm 1: from_pretrained folds the norms into the encoder, which changes l1 and nothing else")
    dictionary(out, "new", lambda: AutoEncoderNew(D, LATENTS), "AutoEncoderNew", "StandardTrainerNew",
               "decoder.bias, not subtracted from the input; l1 is of encode (forward(output_features=True) returns them times the decoder norms)")
    dictionary(out, "gated", lambda: GatedAutoEncoder(D, LATENTS), "GatedAutoEncoder", "GatedSAETrainer")
    dictionary(out, "jumprelu", lambda: JumpReluAutoEncoder(D, LATENTS), "JumpReluAutoEncoder", "JumpReluTrainer", "b_dec is not subtracted from the input")
    topk = "k of the largest after the ReLU"
    dictionary(out, "topk", lambda: AutoEncoderTopK(D, LATENTS, K), "AutoEncoderTopK", "TopKTrainer",
               topk + "; the stored threshold 0.9 is not used by encode", 0.9, K)
    dictionary(out, "topk-no-threshold", lambda: AutoEncoderTopK(D, LATENTS, K), "AutoEncoderTopK", "TopKTrainer", topk + "; threshold -1: never set", -1.0, K)
    dictionary(out, "topk-few", lambda: AutoEncoderTopK(D, LATENTS, 20), "AutoEncoderTopK", "TopKTrainer",
               topk + "; k is 20, and fewer may be positive", 0.1, 20)
    use = "encode uses the stored threshold, not k"
    dictionary(out, "batch-topk", lambda: BatchTopKSAE(D, LATENTS, K), "BatchTopKSAE", "BatchTopKTrainer", use, 0.9, K)
    dictionary(out, "batch-topk-no-threshold", lambda: BatchTopKSAE(D, LATENTS, K), "BatchTopKSAE", "BatchTopKTrainer",
               use + "; it is -1, never set: a plain ReLU then", -1.0, K)
    groups = [8, 8, 16]
    dictionary(out, "matryoshka", lambda: MatryoshkaBatchTopKSAE(D, LATENTS, K, groups), "MatryoshkaBatchTopKSAE", "MatryoshkaBatchTopKTrainer",
               use + "; W_enc [width, latents], group_sizes beside them", 0.9, K, config={"group_sizes": groups, "group_fractions": [0.25, 0.25, 0.5]})
