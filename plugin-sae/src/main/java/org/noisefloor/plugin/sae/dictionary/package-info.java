/**
 * What an SAE computes, whoever published it: prepare a row, multiply it with the encoder, choose the features, decode them.
 *
 * <p>{@code Dictionary} is the function as data, without a trace of the file that it came from. {@code InputMap} prepares a row, {@code
 * Blas} multiplies, {@code FeatureRule} says which features are active.
 */
@NullMarked
package org.noisefloor.plugin.sae.dictionary;

import org.jspecify.annotations.NullMarked;
