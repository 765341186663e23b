/**
 * The contract of a {@link org.noisefloor.api.backend.ModelBackend}, as tests: extend
 * {@link org.noisefloor.testkit.backend.BackendContract}, say how to open a small model, and inherit the rest.
 * {@link org.noisefloor.testkit.backend.Recording} compares a model with what it gave elsewhere.
 */
@NullMarked
package org.noisefloor.testkit.backend;

import org.jspecify.annotations.NullMarked;
