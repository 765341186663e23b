/**
 * The splice of a sparse autoencoder or a transcoder, read in any published layout, and the figures of its reconstruction.
 *
 * <p>The way of the data: {@code layout.Layouts} finds out what lies at a path and reads it into a {@code dictionary.Dictionary}, the
 * function without a trace of its file; {@code Place} says where it reads and writes, {@code dictionary.Engine} computes, and {@code
 * Splice} puts the result there. {@code Origin} has what the report says of it, {@code Inspected} what {@code noisefloor sae PATH} prints.
 */
@NullMarked
package org.noisefloor.plugin.sae;

import org.jspecify.annotations.NullMarked;
