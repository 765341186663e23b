/** Pictures of figures as SVG, and the markup around them: what a page of HTML is made of that needs no script. */
@NullMarked
package org.noisefloor.files.plot;

import org.jspecify.annotations.NullMarked;
