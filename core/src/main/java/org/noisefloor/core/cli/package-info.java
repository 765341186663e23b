/** The command line; the one place that prints and exits. */
@NullMarked
package org.noisefloor.core.cli;

import org.jspecify.annotations.NullMarked;
