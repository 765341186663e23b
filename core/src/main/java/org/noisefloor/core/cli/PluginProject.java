package org.noisefloor.core.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.UserError;
import org.noisefloor.core.plugins.Host;
import org.noisefloor.files.Folders;
import org.noisefloor.files.ProcessFolder;

/**
 * A project for a plugin, as {@code plugins new} writes it.
 *
 * <p>The files are resources in which {@code org.example.sample}, {@code SamplePlugin} and {@code sample_id} stand for what the author
 * names; so the sources are Java as they are.
 *
 * @param home of this installation, where the project finds API and testkit
 */
record PluginProject(ProjectKind kind, String id, String javaPackage, Path home, boolean gradle) {
    private static final String TEMPLATES = "project/";

    /** Writes it at once: a folder that is there is left alone, and one that could not be written in full does not stay. */
    void write(Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new UserError(
                    "plugins new: " + folder + " is there already; nothing is overwritten: remove it, take another"
                            + " name, or give --output a folder that is not there yet");
        }
        Path parent = Optional.ofNullable(target.getParent()).orElse(target);
        Path prefix = parent.resolve("." + target.getFileName() + "-");
        Path staging = ProcessFolder.of(prefix);
        try {
            Files.createDirectories(parent);
            ProcessFolder.removeLeft(prefix);
            try {
                for (Map.Entry<String, String> file : files().entrySet()) {
                    Path place = staging.resolve(file.getKey());
                    Files.createDirectories(
                            Optional.ofNullable(place.getParent()).orElse(staging));
                    Files.writeString(place, filled(file.getValue()));
                }
                Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(staging);
            }
        } catch (IOException failed) {
            throw new UserError(
                    "plugins new: " + folder + " cannot be written (" + failed.getMessage()
                            + "); --output names another folder",
                    failed);
        }
    }

    /** The template of each file, by its place in the project. */
    private Map<String, String> files() {
        String own = kind.label() + "/";
        String name = PluginNames.className(id);
        String folder = javaPackage.replace('.', '/') + "/";
        Map<String, String> files = new LinkedHashMap<>();
        if (gradle) {
            files.put("build.gradle", "build.gradle");
            files.put("settings.gradle", "settings.gradle");
        } else {
            files.put("pom.xml", "pom.xml");
        }
        files.put(".gitignore", "gitignore");
        files.put("README.md", own + "README.md");
        files.put("src/main/java/" + folder + name + ".java", own + "SamplePlugin.java");
        files.put("src/test/java/" + folder + name + "Test.java", own + "SamplePluginTest.java");
        files.put("src/main/resources/META-INF/services/" + kind.service(), "service");
        if (kind == ProjectKind.BACKEND) {
            files.put("src/main/java/" + folder + "TableModel.java", own + "TableModel.java");
            files.put("src/main/java/" + folder + "Layers.java", own + "Layers.java");
            files.put("model.layers", own + "model.layers");
        }
        return files;
    }

    private String filled(String template) throws IOException {
        try (InputStream in = PluginProject.class.getResourceAsStream(TEMPLATES + template)) {
            if (in == null) {
                throw new IllegalStateException(template + " is missing from the core jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("org.example.sample", javaPackage)
                    .replace("SamplePlugin", PluginNames.className(id))
                    .replace("sample_id", id)
                    .replace("@noisefloor.home@", escaped(home.toAbsolutePath().normalize()))
                    .replace("@noisefloor.version@", Host.version())
                    .replace("@noisefloor.api.version@", Host.apiVersionText())
                    .replace("@built@", gradle ? "build" : "target")
                    .replace("@build@", gradle ? "gradle build" : "mvn package");
        }
    }

    /** For XML, and for Groovy between single quotes; forward slashes do for both on every system. */
    private String escaped(Path path) {
        String text = path.toString().replace('\\', '/');
        return gradle ? text.replace("'", "\\'") : text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
