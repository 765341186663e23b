/**
 * Named tensors from every kind of file that weights are published in: safetensors, what {@code torch.save} writes, npz and npy. No
 * Python is needed and nothing of a file is ever run.
 *
 * <p>{@link org.noisefloor.files.tensor.TensorFile#open} tells the kinds apart by what lies there. Whatever a file holds, opening
 * and reading end with a result or with one {@link org.noisefloor.api.UserError} that begins with its path.
 */
@NullMarked
package org.noisefloor.files.tensor;

import org.jspecify.annotations.NullMarked;
