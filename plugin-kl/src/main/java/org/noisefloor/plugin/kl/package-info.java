/**
 * Divergences between the original and the spliced next-token distribution, with the share of each that comes from improbable
 * tokens, KL's exact split at a token, and the loss paid for it.
 *
 * <p>{@code Divergences} is the work on a position that all metrics share. The folder {@code exact} is the reference, in scalar
 * float64; the folder {@code lanes} gives the same to 1e-6 in float32 lanes, for vocabularies of a real model.
 */
@NullMarked
package org.noisefloor.plugin.kl;

import org.jspecify.annotations.NullMarked;
