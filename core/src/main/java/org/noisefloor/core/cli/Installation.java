package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.core.corpus.BuiltInReaders;
import org.noisefloor.core.plugins.Catalogue;

/** Where this installation keeps its plugins and its cache, as the launcher says. */
final class Installation {
    private Installation() {}

    static Catalogue catalogue() {
        String home = System.getProperty("noisefloor.home");
        if (home == null) {
            throw new UserError("noisefloor.home is not set: start noisefloor by its launcher, bin/noisefloor");
        }
        return Catalogue.load(Path.of(home, "plugins"), BuiltInReaders.all());
    }

    /** The one folder outside the output that is written to: unpacked native libraries. */
    static Path cache() {
        return Optional.ofNullable(System.getProperty("noisefloor.cache"))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "noisefloor"))
                .toAbsolutePath();
    }
}
