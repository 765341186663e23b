/** What runs among Spark's classes. Of noisefloor's own it sees none: those have a class loader to themselves, behind {@link Bridge}. */
@NullMarked
package org.noisefloor.spark;

import org.jspecify.annotations.NullMarked;
