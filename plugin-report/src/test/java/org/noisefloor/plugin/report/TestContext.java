package org.noisefloor.plugin.report;

import java.nio.file.Path;
import org.noisefloor.api.Context;

/** What a host would tell a writer, none of which it may need. */
public record TestContext(String name, int threads, Path cache, String hostVersion) implements Context {
    public TestContext() {
        this("a_writer", 1, Path.of("nowhere"), "9.9");
    }
}
