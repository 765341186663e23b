/**
 * The layouts in which SAEs are published: what lies at a path, and what it means.
 *
 * <p>{@code Layouts} asks one {@code Layout} after the other whether it knows what lies there; the first that does reads it into a
 * {@code Published}: a {@code Dictionary}, and what the file says of where it belongs. {@code Tensors} checks names and shapes; {@code
 * Suspects} says what a path that nobody knows seems to be. docs/saes.md has the table.
 */
@NullMarked
package org.noisefloor.plugin.sae.layout;

import org.jspecify.annotations.NullMarked;
