package org.noisefloor.core.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.core.corpus.BuiltInReaders;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.HostContext;

/** Where this installation keeps its plugins and its cache, as the launcher says. */
final class Installation {
    private Installation() {}

    static Catalogue catalogue() {
        return Catalogue.load(home().resolve("plugins"), BuiltInReaders.all());
    }

    /** The config of the demo that is shipped. */
    static Path demo() {
        Path demo = home().resolve("examples").resolve("demo.yaml");
        if (!Files.isRegularFile(demo)) {
            throw new UserError(demo + " is not there: this installation has no demo; name a config of your own");
        }
        return demo;
    }

    private static Path home() {
        String home = System.getProperty("noisefloor.home");
        if (home == null) {
            throw new UserError("noisefloor.home is not set: start noisefloor by its launcher, bin/noisefloor");
        }
        return path("the program's folder", home);
    }

    /** The same for a command that does not list them: what cannot be used is a line of warning each. */
    static Catalogue catalogue(PrintWriter err) {
        return warned(catalogue(), err);
    }

    /** Tells what of a catalogue cannot be used, a line of warning each. */
    static Catalogue warned(Catalogue catalogue, PrintWriter err) {
        catalogue.warnings().forEach(warning -> err.println("warning: " + warning));
        return catalogue;
    }

    /** The one folder outside the output that is written to: unpacked native libraries. */
    static Path cache() {
        return Optional.ofNullable(System.getProperty("noisefloor.cache"))
                .map(cache -> path("the cache folder (NOISEFLOOR_CACHE)", cache))
                .orElseGet(() -> path("the home folder", System.getProperty("user.home"))
                        .resolve(".cache")
                        .resolve("noisefloor"))
                .toAbsolutePath();
    }

    /** What the host tells a plugin that needs no model: all processors are its own. */
    static Context context(String entry) {
        return new HostContext(entry, Runtime.getRuntime().availableProcessors(), cache());
    }

    /** @param what is there, for the message if this system cannot have such a file */
    static Path path(String what, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException invalid) {
            throw new UserError(what + ": " + notAPath(invalid), invalid);
        }
    }

    /** Names that the locale has no letters for are the usual reason. */
    static String notAPath(InvalidPathException invalid) {
        return "'" + invalid.getInput() + "' cannot be the name of a file here (" + invalid.getReason()
                + "); for names beyond ASCII set LC_ALL to a UTF-8 locale, such as C.UTF-8";
    }
}
