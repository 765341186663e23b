/**
 * What a change costs at the token that follows in the text: {@code loss}, {@code delta_p}, {@code rank}, {@code flips} and
 * {@code confidently_wrong}; and the stratifiers, which sort positions by it or by what the original believes there.
 */
@NullMarked
package org.noisefloor.plugin.loss;

import org.jspecify.annotations.NullMarked;
