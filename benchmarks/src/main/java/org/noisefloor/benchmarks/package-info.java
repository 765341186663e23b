/** Benchmarks, run by hand; see README.md beside the module's pom. */
@NullMarked
package org.noisefloor.benchmarks;

import org.jspecify.annotations.NullMarked;
