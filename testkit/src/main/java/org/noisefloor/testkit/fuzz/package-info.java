/** Readers of files that others made, given files that are wrong in ways that nobody thought of. */
@NullMarked
package org.noisefloor.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
