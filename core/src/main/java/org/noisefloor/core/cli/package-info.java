/** The command line: the one place that exits, and that writes to standard output. */
@NullMarked
package org.noisefloor.core.cli;

import org.jspecify.annotations.NullMarked;
