/** Statistics: from sequence records to figures with bootstrap intervals, compared with floors and ablations. */
@NullMarked
package org.noisefloor.core.summary;

import org.jspecify.annotations.NullMarked;
