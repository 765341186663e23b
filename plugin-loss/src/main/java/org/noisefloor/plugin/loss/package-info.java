/**
 * What a change costs at the token that follows in the text: {@code loss}, and the stratifiers {@code correct_token} and
 * {@code original_state} that sort positions by it.
 */
@NullMarked
package org.noisefloor.plugin.loss;

import org.jspecify.annotations.NullMarked;
