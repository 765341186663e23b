/** Finds providers in plugins/, each behind its own class loader, and calls them with that loader as context. */
@NullMarked
package org.noisefloor.core.plugins;

import org.jspecify.annotations.NullMarked;
