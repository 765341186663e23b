package org.noisefloor.core.plugins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.Mutator;

/**
 * Loads plugins whose jar is nearly right, in turns by its manifest, by its list of services and as an archive: each is a plugin, or a row in
 * the list that says in one line why it is none. {@code JarFuzz FIRST COUNT}; the same number is always the same jar.
 */
public final class JarFuzz {
    private final Path folder;
    private final Path jar;
    private final byte[] whole;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> hostile;

    /** @param work an empty folder */
    JarFuzz(Path work) throws IOException {
        this.folder = Files.createDirectory(work.resolve("plugins"));
        this.jar = folder.resolve("fine.jar");
        PluginJar.good("fine", "fine").write(jar, Files.createDirectories(work.resolve("classes")));
        this.whole = Files.readAllBytes(jar);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        this.hostile = entries.keySet().stream()
                .filter(name -> name.startsWith("META-INF/") && !name.endsWith("/"))
                .toList();
    }

    public static void main(String[] args) throws IOException {
        Logger.getLogger("").setLevel(Level.OFF); // the JDK tells of each manifest that has an entry twice
        Campaign.run(
                "jars",
                Long.parseLong(args[0]),
                Long.parseLong(args[1]),
                1,
                new JarFuzz(Files.createTempDirectory("noisefloor-jar-fuzz"))::check);
    }

    /** How many entries of the jar are changed in turns, besides the jar itself. */
    int entries() {
        return hostile.size();
    }

    /** @return how many were refused */
    long check(long first, long count) throws IOException {
        long refused = 0;
        for (long number = first; number < first + count; number++) {
            Files.write(jar, jar(number));
            try (Installation installation = new Installation(List.of(folder), PluginIndex.none())) {
                List<ProviderEntry> found = installation.load(new Loading(Loading.PATIENCE));
                boolean loaded = !found.isEmpty()
                        && found.stream().allMatch(each -> each.provider().isPresent());
                refused += loaded ? 0 : 1;
                for (ProviderEntry each : found) {
                    requireOneLine(each);
                    if (each.plugin().isPresent()) {
                        // a jar that is open holds 40 kB outside of the heap until its loader is collected, and there
                        // are thousands
                        each.plugin().get().close();
                    }
                }
            } catch (Throwable failed) {
                throw new AssertionError("jar number " + number + ": " + failed, failed);
            }
        }
        return refused;
    }

    private static void requireOneLine(ProviderEntry found) {
        String row = found.entry().toString();
        if (row.codePoints().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not one line: " + row);
        }
    }

    private byte[] jar(long number) {
        int which = (int) (number % (hostile.size() + 1));
        if (which == hostile.size()) {
            return new Mutator(List.of(whole)).file(number);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(each.getKey()));
                out.write(
                        each.getKey().equals(hostile.get(which))
                                ? new Mutator(List.of(each.getValue())).file(number)
                                : each.getValue());
                out.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
