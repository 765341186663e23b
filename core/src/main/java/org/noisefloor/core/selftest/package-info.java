/** Whether reports keep their word: runs and resamples of which the truth is known. */
@NullMarked
package org.noisefloor.core.selftest;

import org.jspecify.annotations.NullMarked;
