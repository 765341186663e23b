/** A plugin where it will live: behind a class loader of its own that shows it the JDK, the API and SLF4J. */
@NullMarked
package org.noisefloor.testkit.isolation;

import org.jspecify.annotations.NullMarked;
