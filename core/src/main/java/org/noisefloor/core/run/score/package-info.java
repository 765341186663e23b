/** From logits to sums: what the original predicts, and what each position of a draw is worth. */
@NullMarked
package org.noisefloor.core.run.score;

import org.jspecify.annotations.NullMarked;
