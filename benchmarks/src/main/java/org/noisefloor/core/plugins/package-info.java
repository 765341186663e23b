/** What the guard around plugins costs. */
@NullMarked
package org.noisefloor.core.plugins;

import org.jspecify.annotations.NullMarked;
