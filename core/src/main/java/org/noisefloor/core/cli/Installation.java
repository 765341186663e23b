package org.noisefloor.core.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.UserError;
import org.noisefloor.core.corpus.BuiltInReaders;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.HostContext;

/** Where this installation keeps its plugins and its cache, as the launcher says. */
final class Installation {
    /** Folders of the command line, which is read once in a process. */
    private static final List<Path> FURTHER = new ArrayList<>();

    private Installation() {}

    /** Takes the plugins folders of {@code --plugins}. */
    static void addFolders(List<Path> folders) {
        FURTHER.clear();
        FURTHER.addAll(folders);
    }

    static Catalogue catalogue() {
        return catalogue(List.of());
    }

    /** @param further plugins folders of a config */
    static Catalogue catalogue(List<Path> further) {
        List<Path> folders = new ArrayList<>(folders());
        further.stream().filter(Files::isDirectory).forEach(folders::add); // one that is none is told with the config
        return Catalogue.load(folders.stream().distinct().toList(), BuiltInReaders.all(), cache());
    }

    /** The same where nothing that was seen earlier counts. */
    static Catalogue seenAnew() {
        return Catalogue.load(folders().stream().distinct().toList(), BuiltInReaders.all());
    }

    /** The plugins folders: this installation's, then those of NOISEFLOOR_PLUGINS and of {@code --plugins}. */
    static List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(plugins()));
        Optional.ofNullable(System.getenv("NOISEFLOOR_PLUGINS")).stream()
                .flatMap(names -> Stream.of(names.split(Pattern.quote(File.pathSeparator))))
                .filter(name -> !name.isBlank())
                .map(name -> path("NOISEFLOOR_PLUGINS", name).toAbsolutePath().normalize())
                .forEach(folders::add);
        FURTHER.stream().map(folder -> folder.toAbsolutePath().normalize()).forEach(folders::add);
        return folders;
    }

    /** This installation's own plugins folder. */
    static Path plugins() {
        return home().resolve("plugins");
    }

    /** The config of the demo that is shipped. */
    static Path demo() {
        Path demo = home().resolve("examples").resolve("demo.yaml");
        if (!Files.isRegularFile(demo)) {
            throw new UserError(demo + " is not there: this installation has no demo; name a config of your own");
        }
        return demo;
    }

    /** Its folder. */
    static Path home() {
        String home = System.getProperty("noisefloor.home");
        if (home == null) {
            throw new UserError("noisefloor.home is not set: start noisefloor by its launcher, bin/noisefloor");
        }
        return path("the program's folder", home);
    }

    /** The same for a command that does not list them; what is broken is told where something wants it. */
    static Catalogue catalogue(PrintWriter err) {
        return warned(catalogue(), err);
    }

    /** Tells which folders are not there. */
    static Catalogue warned(Catalogue catalogue, PrintWriter err) {
        catalogue.missingFolders().forEach(warning -> err.println("warning: " + warning));
        return catalogue;
    }

    /** The one folder outside the output that is written to: unpacked native libraries, and what plugins provide. */
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
