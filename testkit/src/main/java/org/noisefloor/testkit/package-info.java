/** What tests of any plugin need. */
@NullMarked
package org.noisefloor.testkit;

import org.jspecify.annotations.NullMarked;
