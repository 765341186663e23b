/** Where the text comes from. */
@NullMarked
package org.noisefloor.api.corpus;

import org.jspecify.annotations.NullMarked;
