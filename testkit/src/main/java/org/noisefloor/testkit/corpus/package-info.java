/** What every {@link org.noisefloor.api.corpus.CorpusReader} must hold to, as tests to inherit. */
@NullMarked
package org.noisefloor.testkit.corpus;

import org.jspecify.annotations.NullMarked;
