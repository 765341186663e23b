/** What runs among the classes of a distribution, behind {@link org.noisefloor.spark.Bridge}. */
@NullMarked
package org.noisefloor.spark.host;

import org.jspecify.annotations.NullMarked;
