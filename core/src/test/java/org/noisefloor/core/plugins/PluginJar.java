package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.noisefloor.api.Provider;
import org.slf4j.Logger;

/** A plugin made for one test: sources that are compiled and put into a jar when the test runs. */
public final class PluginJar {
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> left = new ArrayList<>();

    private PluginJar() {}

    /** A plugin with a proper manifest and nothing in it. */
    public static PluginJar plugin(String id) {
        return library()
                .manifest("Noisefloor-Plugin-Id", id)
                .manifest("Noisefloor-Plugin-Version", "1.0")
                .manifest("Noisefloor-Api-Version", Host.apiVersion().toString());
    }

    /** A jar that says nothing of plugins. */
    public static PluginJar library() {
        return new PluginJar();
    }

    /** A plugin whose one metric does what it should. */
    public static PluginJar good(String plugin, String metric) {
        return plugin(plugin).metric("good.Fine", metric, "");
    }

    public PluginJar manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    public PluginJar without(String name) {
        manifest.remove(name);
        return this;
    }

    /** A class that is compiled into the jar. */
    public PluginJar source(String type, String text) {
        sources.put(type, text);
        return this;
    }

    /** A class that the others are compiled against and that is then left out of the jar. */
    public PluginJar sourceLeftOut(String type, String text) {
        left.add(type);
        return source(type, text);
    }

    public PluginJar file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public PluginJar file(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    /** A services file with these lines. */
    public PluginJar services(Kind kind, String... lines) {
        return file(kind.servicesFile(), String.join("\n", lines) + "\n");
    }

    /** A metric that is registered; {@code members} go into the class of its provider. */
    public PluginJar metric(String type, String id, String members) {
        return source(type, metricSource(type, id, members)).services(Kind.METRIC, type);
    }

    /** A metric that counts positions. What {@code members} declare, for instance {@code summary()}, takes the place of the usual. */
    static String metricSource(String type, String id, String members) {
        String simple = simpleName(type);
        String constructor = members.contains(simple + "(") ? "" : "public " + simple + "() {}";
        String summary =
                members.contains("summary()") ? "" : "public String summary() { return \"counts positions\"; }";
        String options =
                members.contains("options()") ? "" : "public Class<NoOptions> options() { return NoOptions.class; }";
        String record = members.contains("options()") ? simple + ".Options" : "NoOptions";
        return """
                package %s;

                import java.util.List;
                import java.util.Optional;
                import org.noisefloor.api.*;
                import org.noisefloor.api.metric.*;

                public class %s implements MetricProvider<%s> {
                    %s
                    public String id() { return "%s"; }
                    %s
                    %s
                    public Metric create(%s options, RunContext context) {
                        return Metric.mean("seen", "positions", Figure.Kind.LEVEL, "positions seen", comparison -> 1);
                    }
                    %s
                }
                """.formatted(packageName(type), simple, record, constructor, id, summary, options, record, members);
    }

    /** The compiled classes, by their names in the jar; those left out are not among them. */
    Map<String, byte[]> classes(Path work) throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        Path output = Files.createTempDirectory(work, "classes");
        compile(output);
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(output)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString().replace('\\', '/');
                if (left.stream().noneMatch(type -> name.startsWith(type.replace('.', '/')))) {
                    classes.put(name, Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }

    /** Compiles and writes the jar. {@code work} is a folder for what lies in between, not the plugins folder. */
    public Path write(Path jar, Path work) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>(classes(work));
        entries.putAll(files);
        Manifest written = new Manifest();
        written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> written.getMainAttributes().putValue(name, value));
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), written)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return jar;
    }

    private void compile(Path output) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String classPath = Stream.of(Provider.class, Logger.class)
                .map(type -> location(type).toString())
                .collect(Collectors.joining(System.getProperty("path.separator")));
        List<JavaFileObject> units = sources.entrySet().stream()
                .<JavaFileObject>map(source -> new Source(source.getKey(), source.getValue()))
                .toList();
        List<String> options = List.of(
                "-d", output.toString(), "-classpath", classPath, "-proc:none", "-implicit:none", "-Xlint:none");
        if (!compiler.getTask(messages, null, null, options, null, units).call()) {
            throw new IllegalStateException("a fixture does not compile:\n" + messages);
        }
    }

    /** Where the host has a class from: a folder or a jar. */
    static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] classFile(Class<?> type) {
        try (var in = type.getResourceAsStream(simpleName(type.getName()) + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageName(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String type, String text) {
            super(
                    URI.create("string:///" + type.replace('.', '/') + JavaFileObject.Kind.SOURCE.extension),
                    JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
