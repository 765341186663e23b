/**
 * What is summed over tokens, and the reference: {@code Terms} has one token's part of each quantity, {@code ExactPath} sums them in scalar
 * float64. The folder {@code lanes} beside it does the same faster.
 */
@NullMarked
package org.noisefloor.plugin.kl.exact;

import org.jspecify.annotations.NullMarked;
