package org.noisefloor.core.plugins;

import java.nio.file.Path;
import org.noisefloor.api.Context;

/** What the host tells a plugin of an entry of the config. */
public record HostContext(String name, int threads, Path cache) implements Context {

    @Override
    public String hostVersion() {
        return Host.version();
    }

    /** The same for another entry. */
    public HostContext named(String entry) {
        return new HostContext(entry, threads, cache);
    }
}
