package org.noisefloor.distribution;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
        write(noisefloor, id, "metric.MetricProvider", """
                package hostile;
                import org.noisefloor.api.*;
                import org.noisefloor.api.metric.*;
                public class Hostile implements MetricProvider<NoOptions> {
                    static int calls;
                    public String id() { return "%1$s"; }
                    public String summary() { return "hostile"; }
                    public Class<NoOptions> options() { return NoOptions.class; }
                    public Metric create(NoOptions options, RunContext context) {
                        return Metric.of(java.util.List.of(Column.of("%1$s")),
                            java.util.List.of(Figure.mean("%1$s", "", Figure.Kind.LEVEL, "hostile")),
                            () -> (c, out) -> { out[0] = 1; %2$s });
                    }
                }
                """.formatted(id, score));
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
        try {
            Path work = Files.createTempDirectory("hostile");
            Path file = Files.writeString(
                    Files.createDirectory(work.resolve("hostile")).resolve("Hostile.java"), source);
            StringWriter messages = new StringWriter();
            var javac = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null)) {
                List<String> options =
                        List.of("--release", "17", "-d", work.toString(), "-cp", classPath(noisefloor.home()));
                if (!javac.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                        .call()) {
                    throw new IllegalStateException(messages.toString());
                }
            }
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Noisefloor-Plugin-Id", id);
            manifest.getMainAttributes().putValue("Noisefloor-Plugin-Version", "1.0");
            manifest.getMainAttributes().putValue("Noisefloor-Api-Version", "2.0");
            try (OutputStream out = Files.newOutputStream(noisefloor.home().resolve("plugins/" + id + ".jar"));
                    JarOutputStream jar = new JarOutputStream(out, manifest);
                    Stream<Path> classes = Files.list(work.resolve("hostile"))) {
                for (Path each : classes.filter(name -> name.toString().endsWith(".class"))
                        .toList()) {
                    jar.putNextEntry(new ZipEntry("hostile/" + each.getFileName()));
                    Files.copy(each, jar);
                    jar.closeEntry();
                }
                jar.putNextEntry(new ZipEntry("META-INF/services/org.noisefloor.api." + service));
                jar.write("hostile.Hostile\n".getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
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
