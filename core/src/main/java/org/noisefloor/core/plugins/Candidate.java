package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * Something in the plugins folder that should be a plugin: a folder of jars, or one jar.
 *
 * @param file relative to the plugins folder
 * @param jars its jars, by name
 * @param open those that were opened, until it is closed: a jar that is open already opens again without its directory being read
 * @param remark what is wrong with it at first sight; empty for nothing
 */
record Candidate(String file, List<Path> jars, List<JarFile> open, String remark) implements AutoCloseable {
    private static final String ID = "Noisefloor-Plugin-Id";
    private static final String VERSION = "Noisefloor-Plugin-Version";
    private static final String API_VERSION = "Noisefloor-Api-Version";
    private static final Pattern VALID_ID = Pattern.compile("[a-z][a-z0-9_-]*");

    /** What a manifest says of its plugin. {@code file} is its jar, relative to the plugins folder. */
    record Claim(String id, String version, String api, String file) {}

    /** Folders, jars and broken links in a plugins folder, by name; hidden ones and other files are not meant for us. */
    static List<Candidate> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try {
            return children(folder).stream()
                    .filter(child -> Files.isDirectory(child) || isJar(child) || leadsNowhere(child))
                    .map(Candidate::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new UserError(
                    "the plugins folder " + folder + " cannot be read (" + reason(unreadable) + ")", unreadable);
        }
    }

    /** What lies at a path. */
    static Candidate of(Path child) {
        if (leadsNowhere(child)) {
            return unusable(child, "it is a link that leads nowhere; remove it, or let it lead to a jar or folder");
        }
        if (!Files.isDirectory(child)) {
            return new Candidate(name(child), List.of(child), new ArrayList<>(), "");
        }
        try {
            List<Path> all = children(child);
            List<Path> jars = all.stream().filter(Candidate::isJar).toList();
            List<String> deeper = new ArrayList<>();
            for (Path each : all) {
                if (Files.isDirectory(each) && !Files.isSymbolicLink(each)) {
                    children(each).stream()
                            .filter(Candidate::isJar)
                            .forEach(jar -> deeper.add(name(each) + "/" + name(jar)));
                }
            }
            return new Candidate(name(child), jars, new ArrayList<>(), tooDeep(deeper));
        } catch (IOException unreadable) {
            return unusable(
                    child,
                    "the folder cannot be read (" + reason(unreadable) + "); let it be read, or move it out of here");
        }
    }

    private static String tooDeep(List<String> deeper) {
        return deeper.isEmpty()
                ? ""
                : String.join(", ", deeper) + (deeper.size() == 1 ? " lies" : " lie")
                        + " one folder too deep to be seen; move " + (deeper.size() == 1 ? "it" : "them") + " up";
    }

    private static Candidate unusable(Path child, String why) {
        return new Candidate(name(child), List.of(), new ArrayList<>(), why);
    }

    private static boolean leadsNowhere(Path child) {
        return Files.isSymbolicLink(child) && !Files.exists(child);
    }

    private static String reason(IOException failed) {
        return failed instanceof AccessDeniedException ? "access denied" : String.valueOf(failed.getMessage());
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !name(child).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isJar(Path file) {
        return Files.isRegularFile(file) && name(file).toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Opens every jar, to be closed with this, and finds the one whose manifest says which plugin this is. No class loads here.
     *
     * <p>A class loader passes over a jar that it cannot read without a word, so each is opened beforehand.
     */
    Claim claim() throws Refused {
        if (jars.isEmpty()) {
            throw new Refused(
                    remark.isEmpty()
                            ? "the folder holds no jar; put the plugin's jar and its libraries into it"
                            : remark);
        }
        Map<String, Attributes> claims = new TreeMap<>();
        for (Path jar : jars) {
            Attributes attributes = manifest(jar);
            if (attributes.getValue(ID) != null) {
                claims.put(name(jar), attributes);
            }
        }
        if (claims.isEmpty()) {
            throw new Refused(
                    (jars.size() == 1 ? name(jars.get(0)) + " does not have " : "none of its jars has ") + ID
                            + " in its manifest; a plugin's build writes it, and a library belongs into the folder of its plugin");
        }
        if (claims.size() > 1) {
            throw new Refused(String.join(" and ", claims.keySet()) + " both have " + ID
                    + " in their manifests; keep one of them");
        }
        String jar = claims.keySet().iterator().next();
        Attributes manifest = claims.values().iterator().next();
        return new Claim(
                manifest.getValue(ID).strip(),
                stripped(manifest.getValue(VERSION)),
                stripped(manifest.getValue(API_VERSION)),
                file.equals(jar) ? jar : file + "/" + jar);
    }

    /** Refuses what must not be loaded: a malformed id, or a plugin for another version of the API. */
    static void check(Claim claim) throws Refused {
        if (!VALID_ID.matcher(claim.id).matches()) {
            throw new Refused(ID + " '" + claim.id
                    + "' is not an id: lower-case letters, digits, hyphens and underscores, starting with a letter");
        }
        if (claim.version.isEmpty()) {
            throw new Refused("its manifest does not have " + VERSION);
        }
        Host.apiVersion().check(API_VERSION, claim.api);
    }

    private Attributes manifest(Path jar) throws Refused {
        try {
            JarFile opened = new JarFile(jar.toFile(), false);
            open.add(opened);
            Manifest manifest = opened.getManifest();
            return manifest == null ? new Attributes() : manifest.getMainAttributes();
        } catch (IOException broken) {
            throw new Refused(name(jar) + " is not a readable jar (" + reason(broken) + "); get it once more");
        }
    }

    @Override
    public void close() {
        for (JarFile jar : open) {
            try {
                jar.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String stripped(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
