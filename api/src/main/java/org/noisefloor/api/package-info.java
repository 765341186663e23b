/**
 * What the author of a plugin or a backend compiles against, and nothing else.
 *
 * <p>A <em>provider</em> ({@link org.noisefloor.api.Provider} and its six kinds) names a thing, declares its options and
 * creates it; the host finds providers with {@link java.util.ServiceLoader}. Creating is where files are read and native
 * libraries are loaded, never a constructor or a static initialiser of the provider.
 *
 * <p>Conventions that hold everywhere: divergences in nats; p is the original next-token distribution and q the spliced
 * one; logits and activations are float32 in row-major order, native byte order; sums are float64.
 */
@NullMarked
package org.noisefloor.api;

import org.jspecify.annotations.NullMarked;
