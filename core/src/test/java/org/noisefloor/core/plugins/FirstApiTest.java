package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Provider;

/** A jar that was compiled against the first recorded API loads and runs, with today's API and with one that has grown since. */
class FirstApiTest {
    private static final Path SOURCES = Path.of("..", "api", "src", "main", "java");

    private static final List<String> EXPECTED = List.of(
            "backend first_nowhere ok",
            "intervention first_shift ok",
            "metric first_gap ok",
            "stratifier first_parity ok",
            "corpus first_lines ok",
            "report first_verdicts ok",
            "[gap] [gap, gap_root] 2.0",
            "[even, odd] 0",
            "2 3 true 5.0 1",
            "true [x:1, x:2]",
            "[first.txt] 1.0",
            "unknown model 'gone'; did you mean 'none'? (valid: none)");

    @TempDir
    Path temp;

    private Path plugins;

    @BeforeEach
    void install() throws IOException {
        plugins = Files.createDirectories(temp.resolve("plugins"));
        try (var jar = FirstApiTest.class.getResourceAsStream("/first-api/first.jar")) {
            Files.copy(jar, plugins.resolve("first.jar"));
        }
    }

    @Test
    void aJarOfTheFirstApiLoadsAndRuns() throws Exception {
        assertThat(FirstApi.run(plugins)).containsExactlyInAnyOrderElementsOf(EXPECTED);
    }

    @Test
    void nothingIsMissingFromIt() {
        assertThat(Verification.of(plugins.resolve("first.jar")).findings()).isEmpty();
    }

    /** A method of an interface that plugins implement, a kind, a flag of {@code Needs}, a member of {@code @Option} and a type of options. */
    @Test
    void itGoesOnToWhenTheApiHasGrown() throws Exception {
        Path grown = temp.resolve("grown");
        copy(SOURCES, grown);
        add(grown, "metric/Metric.java", "    Scorer scorer();", "    default int later() { return 1; }");
        add(grown, "intervention/Intervention.java", "    Needs needs();", "    default int later() { return 1; }");
        add(grown, "metric/Comparison.java", "    int position();", "    default double entropy() { return 0; }");
        add(
                grown,
                "intervention/Needs.java",
                "    private static final int AS_NEEDED = 32;",
                "    private static final int LATER = 64;\n"
                        + "    public Needs later() { return with(LATER); }\n"
                        + "    public boolean isLater() { return (flags & LATER) != 0; }");
        add(grown, "Option.java", "    String doc();", "    String later() default \"\";");
        Files.writeString(
                grown.resolve("org/noisefloor/api/Amount.java"),
                "package org.noisefloor.api; public final class Amount { public static Amount of(long b) { return new Amount(); } }");
        Files.writeString(
                grown.resolve("org/noisefloor/api/LaterProvider.java"),
                "package org.noisefloor.api; public interface LaterProvider<O extends Record> extends Provider<O> { int later(); }");
        assertThat(inAHostOf(compiled(grown))).containsExactlyInAnyOrderElementsOf(EXPECTED);
    }

    /** Behind a line of a source, which has to be there. */
    private static void add(Path api, String file, String behind, String more) throws IOException {
        Path source = api.resolve("org/noisefloor/api").resolve(file);
        String text = Files.readString(source);
        assertThat(text).as(file).contains(behind);
        Files.writeString(source, text.replace(behind, behind + "\n" + more));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy);
            }
        }
    }

    private Path compiled(Path sources) throws IOException {
        Path classes = Files.createDirectories(temp.resolve("grown-classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> units = all.filter(Files::isRegularFile).toList();
            List<String> options = List.of("-d", classes.toString(), "-proc:none", "-Xlint:none");
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(units))
                            .call())
                    .as("the grown API compiles")
                    .isTrue();
        }
        return classes;
    }

    /** The host of this test once more, over another API. */
    private List<String> inAHostOf(Path api) throws Exception {
        List<URL> path = new ArrayList<>();
        path.add(api.toUri().toURL());
        Path ours = PluginJar.location(Provider.class);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(File.pathSeparator)) {
            if (!Path.of(entry).toAbsolutePath().equals(ours.toAbsolutePath())) {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader host = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(host.loadClass("org.noisefloor.api.LaterProvider").getClassLoader())
                    .isSameAs(host);
            List<?> found = (List<?>) host.loadClass(FirstApi.class.getName())
                    .getMethod("run", Path.class)
                    .invoke(null, plugins);
            return found.stream().map(String::valueOf).toList();
        }
    }
}
