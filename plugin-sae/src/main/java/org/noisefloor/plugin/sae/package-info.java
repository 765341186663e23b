/**
 * The splice of a sparse autoencoder, read from a folder as SAELens writes it, and the figures of its reconstruction.
 *
 * <p>The way of the data: {@code SaeConfig} reads {@code cfg.json}, {@code Weights} reads the tensors and checks one against
 * the other; {@code InputMap} prepares a row, {@code Blas} multiplies it with the encoder, {@code FeatureRule}
 * decides which features are active, and {@code Splice} decodes them.
 */
@NullMarked
package org.noisefloor.plugin.sae;

import org.jspecify.annotations.NullMarked;
