package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.Provider;
import org.noisefloor.api.metric.MetricProvider;

/** A plugin sees the JDK, the plugin API, SLF4J and its own jars: nothing else of the host, nothing of its neighbours. */
class IsolationTest {
    private static final String PROBE = """
            package probe;

            import org.noisefloor.api.*;
            import org.noisefloor.api.metric.*;

            public class Probe implements MetricProvider<NoOptions> {
                public String id() { return "probe"; }
                public String summary() { return String.valueOf(answer()); }
                public Class<NoOptions> options() { return NoOptions.class; }
                public Metric create(NoOptions options, RunContext context) { return null; }
                private static Object answer() {
                    ClassLoader loader = Probe.class.getClassLoader();
                    try {
                        mayThrow();
                        return %s;
                    } catch (ClassNotFoundException | java.io.IOException unseen) {
                        return "unseen";
                    }
                }
                private static void mayThrow() throws ClassNotFoundException, java.io.IOException {}
            }
            """;

    @TempDir
    Path temp;

    /** What an expression gives when it is evaluated inside a plugin; {@code loader} is the plugin's own. */
    private String inAPlugin(String expression) throws IOException {
        PluginJar.plugin("probe")
                .source("probe.Probe", PROBE.formatted(expression))
                .services(Kind.METRIC, "probe.Probe")
                .file("own.txt", "mine")
                .write(temp.resolve("plugins/probe.jar"), temp);
        Catalogue catalogue = Catalogue.load(temp.resolve("plugins"), List.of());
        return catalogue.find(MetricProvider.class, "probe", "").summary();
    }

    private String seen(String type) throws IOException {
        return inAPlugin("Class.forName(\"" + type + "\", false, loader).getName()");
    }

    private String resources(String name) throws IOException {
        return inAPlugin("java.util.Collections.list(loader.getResources(\"" + name + "\")).size()");
    }

    @Test
    void seesThePluginApiAndSlf4jAndTheJdk() throws IOException {
        assertThat(seen("org.noisefloor.api.UserError")).isEqualTo("org.noisefloor.api.UserError");
        assertThat(seen("org.noisefloor.api.metric.Metric")).isEqualTo("org.noisefloor.api.metric.Metric");
        for (Kind kind : Kind.values()) {
            String type = kind.service().getName();
            assertThat(seen(type)).isEqualTo(type);
        }
        assertThat(seen("org.slf4j.LoggerFactory")).isEqualTo("org.slf4j.LoggerFactory");
        assertThat(seen("java.sql.Connection")).isEqualTo("java.sql.Connection");
    }

    @Test
    void logsThroughTheLoggerOfTheHost() throws IOException {
        assertThat(inAPlugin("org.slf4j.LoggerFactory.getLogger(\"probe\").getClass().getName()"))
                .isEqualTo(org.slf4j.LoggerFactory.getLogger("probe").getClass().getName());
    }

    @Test
    void doesNotSeeTheHost() throws IOException {
        assertThat(seen("org.noisefloor.core.plugins.Catalogue")).isEqualTo("unseen");
        assertThat(seen("org.noisefloor.core.cli.Main")).isEqualTo("unseen");
    }

    @Test
    void doesNotSeeTheLibrariesOfTheHost() throws Exception {
        for (String type : List.of(
                "com.fasterxml.jackson.databind.ObjectMapper",
                "picocli.CommandLine",
                "org.yaml.snakeyaml.Yaml",
                "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer",
                "org.junit.jupiter.api.Test")) {
            assertThat(Class.forName(type)).as("the host has it").isNotNull();
            assertThat(seen(type)).as(type).isEqualTo("unseen");
        }
    }

    @Test
    void doesNotSeeTheResourcesOfTheHost() throws IOException {
        for (String name : List.of(
                "org/noisefloor/core/plugins/host.properties",
                "org/noisefloor/api/metric/Metric.class",
                "META-INF/services/com.fasterxml.jackson.core.JsonFactory",
                "META-INF/services/org.slf4j.spi.SLF4JServiceProvider")) {
            assertThat(getClass().getClassLoader().getResource(name))
                    .as("the host has " + name)
                    .isNotNull();
            assertThat(resources(name)).as(name).isEqualTo("0");
        }
    }

    @Test
    void seesItsOwnResourcesAndServices() throws IOException {
        assertThat(resources("own.txt")).isEqualTo("1");
        assertThat(resources("META-INF/services/org.noisefloor.api.metric.MetricProvider"))
                .isEqualTo("1");
    }

    @Test
    void itsClassLoaderIsNamedAfterIt() throws IOException {
        assertThat(inAPlugin("loader.getName()")).isEqualTo("plugin:probe");
    }

    @Test
    void loadsUnderItsOwnContextClassLoader() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        assertThat(inAPlugin("Thread.currentThread().getContextClassLoader() == loader"))
                .isEqualTo("true");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void aCopyOfTheApiInItsJarChangesNothing() throws IOException {
        PluginJar.good("bundles", "bundles")
                .file("org/noisefloor/api/metric/MetricProvider.class", PluginJar.classFile(MetricProvider.class))
                .file("org/noisefloor/api/Provider.class", PluginJar.classFile(Provider.class))
                .file("org/noisefloor/api/Option.class", PluginJar.classFile(Option.class))
                .file("org/noisefloor/api/NoOptions.class", PluginJar.classFile(NoOptions.class))
                .write(temp.resolve("plugins/bundles.jar"), temp);
        Catalogue catalogue = Catalogue.load(temp.resolve("plugins"), List.of());

        assertThat(catalogue.entries()).hasSize(1).allMatch(Catalogue.Entry::ok);
        assertThat(catalogue.find(MetricProvider.class, "bundles", "").options())
                .isSameAs(NoOptions.class);
    }

    @Test
    void twoPluginsWithClassesOfTheSameNameStayApart() throws IOException {
        for (String plugin : List.of("one", "two")) {
            PluginJar.plugin(plugin)
                    .source(
                            "same.Shared",
                            "package same; public class Shared { public static String name() { return \"" + plugin
                                    + "\"; } }")
                    .metric(
                            "same.Measure",
                            "of_" + plugin,
                            "public String summary() { return \"uses \" + Shared.name(); }")
                    .write(temp.resolve("plugins/" + plugin + ".jar"), temp);
        }
        Catalogue catalogue = Catalogue.load(temp.resolve("plugins"), List.of());

        assertThat(catalogue.entries())
                .extracting(Catalogue.Entry::id, Catalogue.Entry::summary)
                .containsExactly(tuple("of_one", "uses one"), tuple("of_two", "uses two"));
    }

    @Test
    void doesNotSeeItsNeighbours() throws IOException {
        PluginJar.plugin("neighbour")
                .metric("neighbour.Measure", "neighbour", "")
                .write(temp.resolve("plugins/neighbour.jar"), temp);
        assertThat(seen("neighbour.Measure")).isEqualTo("unseen");
    }

    @Test
    void theJarsOfOneFolderBelongTogether() throws IOException {
        Path folder = temp.resolve("plugins/with-library");
        PluginJar.library()
                .source(
                        "library.Words",
                        "package library; public class Words { public static String say() { return \"hello\"; } }")
                .write(folder.resolve("library.jar"), temp);
        PluginJar.plugin("with-library")
                .sourceLeftOut(
                        "library.Words",
                        "package library; public class Words { public static String say() { return \"\"; } }")
                .metric("uses.Measure", "uses", "public String summary() { return library.Words.say(); }")
                .write(folder.resolve("plugin.jar"), temp);
        Catalogue catalogue = Catalogue.load(temp.resolve("plugins"), List.of());

        assertThat(catalogue.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.file()).isEqualTo("with-library/plugin.jar");
            assertThat(entry.summary()).isEqualTo("hello");
        });
        assertThat(catalogue.digests(catalogue.find(MetricProvider.class, "uses", "")))
                .containsOnlyKeys("library.jar", "plugin.jar")
                .allSatisfy((jar, digest) -> assertThat(digest).matches("[0-9a-f]{64}"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void aPluginBuiltAgainstAnotherApiIsADefectOfThatPlugin() throws IOException {
        PluginJar.plugin("outdated")
                .sourceLeftOut(
                        "org.noisefloor.api.metric.MetricProvider",
                        "package org.noisefloor.api.metric; public interface MetricProvider<O extends Record>"
                                + " extends org.noisefloor.api.Provider<O> {}")
                .source("outdated.Old", """
                        package outdated;

                        import org.noisefloor.api.*;
                        import org.noisefloor.api.metric.*;

                        public class Old implements MetricProvider<NoOptions> {
                            public String id() { return "old"; }
                            public String summary() { return "knows nothing of create"; }
                            public Class<NoOptions> options() { return NoOptions.class; }
                        }
                        """)
                .services(Kind.METRIC, "outdated.Old")
                .write(temp.resolve("plugins/outdated.jar"), temp);
        MetricProvider<NoOptions> provider =
                Catalogue.load(temp.resolve("plugins"), List.of()).find(MetricProvider.class, "old", "");

        assertThatThrownBy(() -> provider.create(new NoOptions(), Contexts.RUN))
                .isInstanceOf(PluginDefect.class)
                .hasMessageStartingWith(
                        "plugin 'outdated' (outdated.jar) failed in MetricProvider.create of metric 'old':"
                                + " java.lang.AbstractMethodError")
                .hasCauseInstanceOf(AbstractMethodError.class);
    }
}
