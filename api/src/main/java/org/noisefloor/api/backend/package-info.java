/** Inference engines that can stop a language model at an activation and go on with another one. */
@NullMarked
package org.noisefloor.api.backend;

import org.jspecify.annotations.NullMarked;
