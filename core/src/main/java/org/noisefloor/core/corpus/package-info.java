/** Text to token sequences. */
@NullMarked
package org.noisefloor.core.corpus;

import org.jspecify.annotations.NullMarked;
