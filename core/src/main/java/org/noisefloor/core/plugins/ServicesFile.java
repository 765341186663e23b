package org.noisefloor.core.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.lang.model.SourceVersion;

/**
 * The classes that a jar names for one kind of provider.
 *
 * <p>{@link java.util.ServiceLoader} reads the same file; this reads it again to know what should have come out, since one
 * malformed line makes the whole file vanish.
 *
 * @param classes in the order of the file; empty if it is malformed
 * @param malformed a sentence for each line that is not a class name
 */
record ServicesFile(List<String> classes, List<String> malformed) {

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
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String name = line.replaceFirst("#.*", "").strip();
                if (SourceVersion.isName(name)) {
                    classes.add(name);
                } else if (!name.isEmpty()) {
                    malformed.add("line " + number + " of " + kind.servicesFile() + " in " + jar.getFileName()
                            + " is not a class name: '" + name + "'");
                }
            }
        }
        return new ServicesFile(malformed.isEmpty() ? classes : List.of(), malformed);
    }
}
