/**
 * The sums over tokens in float32 lanes. {@code VectorPath} is the entry; it takes {@code Block}s of tokens through rows of
 * {@code Stage}s, each a short loop.
 *
 * <p>They touch the incubating Vector API, so a JVM without it must load none of them: {@code Divergences} sees to that.
 */
@NullMarked
package org.noisefloor.plugin.kl.lanes;

import org.jspecify.annotations.NullMarked;
