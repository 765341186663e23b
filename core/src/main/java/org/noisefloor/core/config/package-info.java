/** YAML to a checked plan: every id found, every option bound, all mistakes reported at once. */
@NullMarked
package org.noisefloor.core.config;

import org.jspecify.annotations.NullMarked;
