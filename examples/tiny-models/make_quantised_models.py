"""Writes quantised forms of the tiny Llama of backend-onnx, as ONNX Runtime's own tools make them.

    python make_quantised_models.py ../../backend-onnx/src/test/resources/models ../../backend-onnx/src/test/resources/quantised

It needs onnx, onnxruntime and onnx-ir; the files in the repository were made with onnx 1.23.2 and onnxruntime 1.32.0. There are no expected
values beside them: integer kernels differ between processors, so the tests ask a plain session of ONNX Runtime on the same machine.
"""

import sys
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantFormat, QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer

MAX_BYTES = 60_000
BLOCK = 16


def stripped(model):
    """Without what only people read, which is most of the file."""
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    for node in model.graph.node:
        node.doc_string = ""
        scopes = [p for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        keep = [(p.key, p.value) for p in scopes]
        del node.metadata_props[:]
        for key, value in keep:
            node.metadata_props.add(key=key, value=value)
    return model


def weights_only(model, bits, form):
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=False, accuracy_level=4, quant_format=form, bits=bits)
    quantizer = MatMulNBitsQuantizer(model, algo_config=config)
    quantizer.process()
    return quantizer.model.model


def main(source, target):
    path = Path(source) / "llama-dynamo" / "model.onnx"

    def llama():
        return stripped(onnx.load(path))

    made = {
        "nbits4": weights_only(llama(), 4, QuantFormat.QOperator),
        "nbits8": weights_only(llama(), 8, QuantFormat.QOperator),
        "qdq4": weights_only(llama(), 4, QuantFormat.QDQ),
    }
    for name, model in made.items():
        save(model, Path(target) / name)
    int8 = Path(target) / "int8"
    int8.mkdir(parents=True, exist_ok=True)
    onnx.save(llama(), int8 / "float.onnx")
    quantize_dynamic(int8 / "float.onnx", int8 / "model.onnx", weight_type=QuantType.QUInt8)
    (int8 / "float.onnx").unlink()
    save(onnx.load(int8 / "model.onnx"), int8)


def save(model, folder):
    folder.mkdir(parents=True, exist_ok=True)
    model = stripped(model)
    onnx.save(model, folder / "model.onnx")
    size = (folder / "model.onnx").stat().st_size
    kinds = {}
    for node in model.graph.node:
        if "Quant" in node.op_type or "MatMul" in node.op_type:
            kinds[node.op_type] = kinds.get(node.op_type, 0) + 1
    print(folder.name, size, kinds)
    assert size <= MAX_BYTES, folder


if __name__ == "__main__":
    main(*sys.argv[1:])
