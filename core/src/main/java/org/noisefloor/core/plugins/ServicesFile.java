package org.noisefloor.core.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.lang.model.SourceVersion;
import org.noisefloor.api.UserError;

/**
 * The classes that a jar names for one kind of provider.
 *
 * <p>{@link java.util.ServiceLoader} reads the same file; this reads it again to know what should have come out, since one
 * malformed line makes the whole file vanish.
 *
 * @param classes in the order of the file; empty if it is malformed
 * @param malformed a sentence for each line that is not a class name, or for the file if no line is one
 */
record ServicesFile(List<String> classes, List<String> malformed) {
    private static final String FOLDER = "META-INF/services/";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final String OURS = "org.noisefloor.";

    /** A file whose name is not that of its kind. */
    record Misnamed(Kind kind, String sentence) {}

    /**
     * A sentence for each file that seems to be meant for one of the kinds and has another name: an interface of an older version of
     * the API, a slip of the pen, or no package. Files of other services are a library's business.
     */
    static List<Misnamed> misnamed(Path jar) throws IOException {
        Map<String, Kind> names = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            names.put(kind.service().getName(), kind);
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(file -> file.startsWith(FOLDER) && !file.endsWith("/"))
                    .map(file -> file.substring(FOLDER.length()))
                    .filter(name -> !names.containsKey(name) && (name.startsWith(OURS) || !name.contains(".")))
                    .flatMap(name -> meant(name, names)
                            .map(kind -> new Misnamed(
                                    kind,
                                    FOLDER + name + " in " + jar.getFileName() + " is not read; rename it to "
                                            + kind.servicesFile()))
                            .stream())
                    .toList();
        }
    }

    /** The kind of the same simple name, or of which it is a part ({@code Metric}), or else of the nearest name. */
    private static Optional<Kind> meant(String name, Map<String, Kind> names) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return names.values().stream()
                .filter(kind -> kind.service().getSimpleName().equalsIgnoreCase(simple))
                .findFirst()
                .or(() -> names.values().stream()
                        .filter(kind -> simple.length() > 3
                                && kind.service()
                                        .getSimpleName()
                                        .toLowerCase(Locale.ROOT)
                                        .contains(simple.toLowerCase(Locale.ROOT)))
                        .findFirst())
                .or(() -> UserError.nearest(name, names.keySet()).map(names::get));
    }

    static ServicesFile read(Path jar, Kind kind) throws IOException {
        List<String> classes = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(kind.servicesFile());
            if (entry == null) {
                return new ServicesFile(classes, malformed);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8));
            int number = 0;
            boolean marked = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String name = line.replaceFirst("#.*", "").strip();
                marked |= name.startsWith(BYTE_ORDER_MARK);
                if (SourceVersion.isName(name)) {
                    classes.add(name);
                } else if (!name.isEmpty()) {
                    malformed.add("line " + number + " of " + kind.servicesFile() + " in " + jar.getFileName()
                            + (marked
                                    ? " begins with a byte-order mark; save the file as UTF-8 without one"
                                    : " is not a class name: '" + name + "'"));
                }
            }
            if (classes.isEmpty() && malformed.isEmpty()) {
                malformed.add(kind.servicesFile() + " in " + jar.getFileName()
                        + " names no class; write the full name of a provider's class into it, one a line");
            }
        }
        return new ServicesFile(malformed.isEmpty() ? classes : List.of(), malformed);
    }
}
