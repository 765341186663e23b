/**
 * The files that more than one part of the program reads: the JSON beside a model, digests, and, in
 * {@code files.tensor}, named tensors.
 *
 * <p>Whatever is wrong with a file is a {@link org.noisefloor.api.UserError} that begins with its path. This is no part of the
 * plugin API: each plugin that uses it has a copy of its own in its folder, as of any library, and it changes without notice.
 */
@NullMarked
package org.noisefloor.files;

import org.jspecify.annotations.NullMarked;
