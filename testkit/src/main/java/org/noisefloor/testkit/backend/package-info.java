/**
 * The contract of a {@link org.noisefloor.api.ModelBackend}, as tests: extend
 * {@link org.noisefloor.testkit.backend.BackendContract}, say how to open a small model, and inherit the rest.
 */
@NullMarked
package org.noisefloor.testkit.backend;

import org.jspecify.annotations.NullMarked;
