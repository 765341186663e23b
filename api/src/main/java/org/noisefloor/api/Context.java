package org.noisefloor.api;

import java.nio.file.Path;

/**
 * What the host tells a plugin whenever something is created, opened, read or written. The host alone makes one; it holds as long
 * as what was created with it.
 */
public interface Context {

    /** What the entry is called in the config: its {@code name} there, or else the provider's id. */
    String name();

    /** How many threads a computation may use, at least 1. */
    int threads();

    /** The one folder outside the output folder that may be written to (native libraries go there); may not exist yet. */
    Path cache();

    /** The version of the noisefloor that runs, for instance {@code 0.1.0}. */
    String hostVersion();
}
