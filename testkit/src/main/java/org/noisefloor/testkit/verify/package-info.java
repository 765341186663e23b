/** Asks the contracts of a plugin that is there as a jar, without its author's build. */
@NullMarked
package org.noisefloor.testkit.verify;

import org.jspecify.annotations.NullMarked;
