/** What records of options may hold, for the host and for an author's tests. */
@NullMarked
package org.noisefloor.api.option;

import org.jspecify.annotations.NullMarked;
