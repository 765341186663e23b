/**
 * Divergences between the original and the spliced next-token distribution: {@code kl}, {@code kl_reverse} and
 * {@code top1_agreement}.
 *
 * <p>{@code ExactKl} is the reference, in scalar float64; {@code VectorKl} gives the same number faster for vocabularies of a
 * real model; {@code KlPaths} chooses between them.
 */
@NullMarked
package org.noisefloor.plugin.kl;

import org.jspecify.annotations.NullMarked;
