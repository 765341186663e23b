/** What is kept of one sequence, and its store on disk. */
@NullMarked
package org.noisefloor.core.record;

import org.jspecify.annotations.NullMarked;
