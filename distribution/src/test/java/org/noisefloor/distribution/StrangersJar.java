package org.noisefloor.distribution;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A stranger's plugin of one class, compiled against the shipped API alone and dropped into a distribution. */
final class StrangersJar {
    private StrangersJar() {}

    /**
     * A metric whose provider and scorer are one class.
     *
     * @param score what its scorer does with {@code c} and {@code out}
     */
    static void metric(Distribution noisefloor, String id, String score) {
        metric(noisefloor, id, score, "");
    }

    /** @param members what its class has besides; {@code record Options} among them are its options */
    static void metric(Distribution noisefloor, String id, String score, String members) {
        write(noisefloor, id, "metric.MetricProvider", source(id, "LEVEL", score, members));
    }

    /** The same anywhere else. */
    static Path metric(Distribution noisefloor, Path jar, String id, String kind, String score) {
        Path classes = compiled(noisefloor, Map.of("hostile.Hostile", source(id, kind, score, "")));
        plugin(jar, id, "metric.MetricProvider", "hostile.Hostile", classes);
        return jar;
    }

    private static String source(String id, String kind, String score, String members) {
        return """
                package hostile;
                import org.noisefloor.api.*;
                import org.noisefloor.api.metric.*;
                public class Hostile implements MetricProvider<%5$s> {
                    static int calls;
                    public String id() { return "%1$s"; }
                    public String summary() { return "hostile"; }
                    public Class<%5$s> options() { return %5$s.class; }
                    public Metric create(%5$s options, RunContext context) {
                        return Metric.of(java.util.List.of(Column.of("%1$s")),
                            java.util.List.of(Figure.mean("%1$s", "", Figure.Kind.%2$s, "hostile")),
                            () -> (c, out) -> { out[0] = 1; %3$s });
                    }
                    %4$s
                }
                """.formatted(
                        id, kind, score, members, members.contains("record Options") ? "Hostile.Options" : "NoOptions");
    }

    /** @param write what it does with {@code folder} */
    static void writer(Distribution noisefloor, String id, String write) {
        write(noisefloor, id, "report.ReportWriter", """
                package hostile;
                import java.nio.file.*;
                import org.noisefloor.api.*;
                import org.noisefloor.api.report.*;
                public class Hostile implements ReportWriter<NoOptions> {
                    public String id() { return "%1$s"; }
                    public String summary() { return "hostile"; }
                    public Class<NoOptions> options() { return NoOptions.class; }
                    public void write(RunResult run, Path folder, NoOptions options, Context context) throws java.io.IOException { %2$s }
                }
                """.formatted(id, write));
    }

    private static void write(Distribution noisefloor, String id, String service, String source) {
        Path jar = noisefloor.home().resolve("plugins/" + id + ".jar");
        plugin(jar, id, service, "hostile.Hostile", compiled(noisefloor, Map.of("hostile.Hostile", source)));
    }

    /**
     * Compiles against what is shipped.
     *
     * @param sources by the full name of their class
     * @return the folder of the classes
     */
    static Path compiled(Distribution noisefloor, Map<String, String> sources) {
        try {
            Path work = Files.createTempDirectory("hostile");
            List<Path> written = new ArrayList<>();
            for (Map.Entry<String, String> each : sources.entrySet()) {
                Path file = work.resolve(each.getKey().replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                written.add(Files.writeString(file, each.getValue()));
            }
            StringWriter messages = new StringWriter();
            var javac = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
                List<String> options =
                        List.of("--release", "17", "-d", work.toString(), "-cp", classPath(noisefloor.home()));
                if (!javac.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(written))
                        .call()) {
                    throw new IllegalStateException(messages.toString());
                }
            }
            return work;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The jar of a plugin with one provider. */
    static void plugin(Path jar, String id, String service, String provider, Path classes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Noisefloor-Plugin-Id", id);
        manifest.getMainAttributes().putValue("Noisefloor-Plugin-Version", "1.0");
        manifest.getMainAttributes().putValue("Noisefloor-Api-Version", "2.0");
        jar(jar, manifest, classes, Map.of("META-INF/services/org.noisefloor.api." + service, provider + "\n"));
    }

    /** The jar of a library. */
    static void library(Path jar, Path classes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        jar(jar, manifest, classes, Map.of());
    }

    private static void jar(Path to, Manifest manifest, Path classes, Map<String, String> texts) {
        try {
            Files.createDirectories(to.getParent());
            try (OutputStream out = Files.newOutputStream(to);
                    JarOutputStream jar = new JarOutputStream(out, manifest);
                    Stream<Path> files = Files.walk(classes)) {
                for (Path each :
                        files.filter(name -> name.toString().endsWith(".class")).toList()) {
                    jar.putNextEntry(
                            new ZipEntry(classes.relativize(each).toString().replace('\\', '/')));
                    Files.copy(each, jar);
                    jar.closeEntry();
                }
                for (Map.Entry<String, String> each : texts.entrySet()) {
                    jar.putNextEntry(new ZipEntry(each.getKey()));
                    jar.write(each.getValue().getBytes(StandardCharsets.UTF_8));
                    jar.closeEntry();
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String classPath(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return String.join(File.pathSeparator, jars.map(Path::toString).toList());
        }
    }
}
