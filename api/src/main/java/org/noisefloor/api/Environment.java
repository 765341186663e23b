package org.noisefloor.api;

import java.nio.file.Path;

/**
 * What the host grants to code that does heavy work.
 *
 * @param threads how many threads a computation may use
 * @param cache the one folder outside the output folder that may be written to (native libraries go there); may not exist yet
 */
public record Environment(int threads, Path cache) {}
