package org.noisefloor.core.plugins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What plugins were found to provide when they were first seen, by the {@link Fingerprint} of their jars: as long as that is the same, no class
 * of theirs loads before it is wanted.
 *
 * <p>In it are plugins of which everything can be used. What keeps one from working may lie outside of its jars, so such a plugin is looked at
 * anew each time.
 *
 * <p>It is a file in the cache: a line with the checksum of the rest; then a line for each plugin, and one below it for each of its providers,
 * with tabs between the fields. One that is not as it was written is as good as none. Of two processes that write, the later one wins, and
 * what the other one saw is seen again.
 */
final class PluginIndex {
    static final String FILE = "plugins.index";

    /** Those of this start come first; so many that the file stays small, whatever comes and goes. */
    private static final int MOST = 1000;

    private static final String FORM = "noisefloor-plugins-1 ";
    private static final String PLUGIN = "plugin";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /** What one provider says of itself. */
    record Row(Kind kind, String id, String summary) {
        /** Of all providers of a plugin; empty if one of them cannot be used. */
        static List<Row> of(List<ProviderEntry> entries) {
            return entries.stream().allMatch(each -> each.entry().ok())
                    ? entries.stream().map(Row::of).toList()
                    : List.of();
        }

        private static Row of(ProviderEntry usable) {
            return new Row(
                    usable.kind().orElseThrow(),
                    usable.entry().id(),
                    usable.entry().summary());
        }
    }

    /**
     * A plugin as it was seen.
     *
     * @param claim what its manifest says
     * @param rows in the order in which they are listed
     */
    record Known(String fingerprint, Candidate.Claim claim, List<Row> rows) {}

    private final Optional<Path> file;
    private final Map<String, Known> earlier;
    private final Map<String, Known> current = new LinkedHashMap<>();
    private boolean changed;

    private PluginIndex(Optional<Path> file, Map<String, Known> earlier) {
        this.file = file;
        this.earlier = earlier;
    }

    /** Of which nothing is known, and which keeps nothing. */
    static PluginIndex none() {
        return new PluginIndex(Optional.empty(), new LinkedHashMap<>());
    }

    /** The one that lies in a cache folder. */
    static PluginIndex in(Path cache) {
        Path file = cache.resolve(FILE);
        try {
            return new PluginIndex(Optional.of(file), parsed(Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException noneYet) {
            return new PluginIndex(Optional.of(file), new LinkedHashMap<>());
        }
    }

    /** What a plugin is known by; empty if nothing can be known of it. */
    Optional<String> fingerprint(Candidate candidate) {
        return file.flatMap(kept -> Fingerprint.of(candidate));
    }

    /** What is known of a plugin by the fingerprint of its jars. */
    synchronized Optional<Known> find(String fingerprint) {
        Optional<Known> known = Optional.ofNullable(earlier.get(fingerprint));
        known.ifPresent(each -> current.put(fingerprint, each));
        return known;
    }

    /** Keeps what was seen, if all of it can be used. */
    synchronized void add(String fingerprint, Candidate.Claim claim, List<ProviderEntry> seen) {
        Known known = new Known(fingerprint, claim, Row.of(seen));
        boolean fits = lines(known)
                .flatMap(List::stream)
                .noneMatch(field -> CONTROL.matcher(field).find());
        if (!known.rows().isEmpty() && fits) {
            current.put(fingerprint, known);
            changed = true;
        }
    }

    /** For a plugin that turned out to be otherwise, though its jars are the same. */
    synchronized void forget(Known known) {
        current.remove(known.fingerprint());
        earlier.remove(known.fingerprint());
        changed = true;
        write();
    }

    /** Puts it in the place of the earlier one, if it has become another one. */
    synchronized void write() {
        if (!changed || file.isEmpty()) {
            return;
        }
        changed = false;
        Map<String, Known> all = new LinkedHashMap<>(current);
        earlier.forEach(all::putIfAbsent);
        String body = all.values().stream()
                .limit(MOST)
                .flatMap(PluginIndex::lines)
                .map(fields -> String.join("\t", fields) + "\n")
                .collect(Collectors.joining());
        try {
            put(file.get(), header(body) + body);
        } catch (IOException notWritable) {
            // the next start sees all of it again
        }
    }

    private static void put(Path file, String text) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        // not createTempFile, whose files nobody else may read: a cache may be made by one user and read by others
        Path temporary = folder.resolve(FILE + "." + UUID.randomUUID() + ".part");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String header(String body) {
        return FORM + Fingerprint.checksum(body.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    private static Stream<List<String>> lines(Known known) {
        Candidate.Claim claim = known.claim();
        return Stream.concat(
                Stream.of(List.of(PLUGIN, claim.id(), claim.version(), claim.api(), claim.file(), known.fingerprint())),
                known.rows().stream().map(row -> List.of(row.kind().name(), row.id(), row.summary())));
    }

    /** @throws IllegalArgumentException if this is not as it was written */
    private static Map<String, Known> parsed(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String body = text.substring(text.indexOf('\n') + 1);
        if (!text.startsWith(header(body))) {
            throw new IllegalArgumentException("another form, or damaged");
        }
        Map<String, Known> all = new LinkedHashMap<>();
        List<Row> rows = new ArrayList<>();
        for (String line : body.split("\n")) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals(PLUGIN)) {
                rows = new ArrayList<>();
                all.put(
                        fields[5],
                        new Known(fields[5], new Candidate.Claim(fields[1], fields[2], fields[3], fields[4]), rows));
            } else {
                rows.add(new Row(Kind.valueOf(fields[0]), fields[1], fields[2]));
            }
        }
        return all;
    }
}
