/**
 * The backend {@code onnx}: language models as ONNX files, run by ONNX Runtime on the CPU or a GPU.
 *
 * <p>The way of a model: {@code ModelFiles} finds the files, {@code OnnxFile} reads and checks the graph, {@code TensorTypes}
 * asks ONNX Runtime for the type of every tensor, {@code ResidualStream} gives tensors their TransformerLens names,
 * {@code GraphCut} divides the nodes at the sites, and {@code CutOnnxModel} runs the parts one after the other. All but
 * {@link org.noisefloor.backend.onnx.OnnxBackend} is package-private.
 */
@NullMarked
package org.noisefloor.backend.onnx;

import org.jspecify.annotations.NullMarked;
