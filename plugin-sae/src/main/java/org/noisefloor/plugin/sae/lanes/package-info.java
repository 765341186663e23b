/** The one loop of the splice that needs vectors; a JVM without the Vector API must not load it. */
@NullMarked
package org.noisefloor.plugin.sae.lanes;

import org.jspecify.annotations.NullMarked;
