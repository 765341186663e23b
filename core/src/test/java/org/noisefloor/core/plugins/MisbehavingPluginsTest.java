package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;

/** One bad plugin gets one plain sentence and takes nothing else down with it. */
class MisbehavingPluginsTest {
    private static final String SERVICES = "META-INF/services/org.noisefloor.api.metric.MetricProvider";

    @TempDir
    Path temp;

    private Path plugins;

    @BeforeEach
    void putAGoodPluginBeside() throws IOException {
        plugins = temp.resolve("plugins");
        PluginJar.good("good", "fine").write(plugins.resolve("good.jar"), temp);
    }

    @ParameterizedTest
    @EnumSource
    void isSaidInOneSentenceAndTheGoodPluginWorks(Misbehaving plugin) throws IOException {
        plugin.write(plugins.resolve("misbehaving.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries().stream().skip(1)).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.state()).isEqualTo(plugin.sentence);
            assertThat(entry.ok()).isFalse();
            assertThat(entry.file()).isEqualTo("misbehaving.jar");
        });
        assertThat(catalogue.all(MetricProvider.class))
                .extracting(each -> each.id())
                .containsExactly("fine");
    }

    @ParameterizedTest
    @EnumSource
    void isToldToWhoeverWantsIt(Misbehaving plugin) throws IOException {
        plugin.write(plugins.resolve("misbehaving.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());
        boolean itsIdIsKnown = catalogue.entries().get(1).id().equals("bad");

        assertThatThrownBy(() -> catalogue.find(MetricProvider.class, "bad", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        itsIdIsKnown
                                ? "run.yaml:6: the metric 'bad' of misbehaving.jar cannot be used: " + plugin.sentence
                                : "run.yaml:6: unknown metric 'bad' (valid: fine); 1 not usable, see 'noisefloor"
                                        + " plugins list'");
    }

    @Test
    void aServicesFileThatIsNotReadIsToldBesideWhatIs() throws IOException {
        PluginJar.good("half", "still_here")
                .file("META-INF/services/org.noisefloor.api.StratifierProvider", "half.Old")
                .file("META-INF/services/java.sql.Driver", "half.Driver")
                .file("META-INF/services/org.other.CorpusReader", "half.Other")
                .write(plugins.resolve("half.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries().stream().skip(1))
                .extracting(Catalogue.Entry::id, Catalogue.Entry::kind, Catalogue.Entry::state)
                .containsExactly(
                        tuple("still_here", "metric", "ok"),
                        tuple(
                                "",
                                "stratifier",
                                "META-INF/services/org.noisefloor.api.StratifierProvider in half.jar is not read; rename it"
                                        + " to META-INF/services/org.noisefloor.api.metric.StratifierProvider"));
    }

    @Test
    void twoPluginsWithTheSameProviderIdLoseItAndEachNamesTheOther() throws IOException {
        PluginJar.good("first", "same").write(plugins.resolve("x-first.jar"), temp);
        PluginJar.good("second", "same").write(plugins.resolve("y-second.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries().stream().skip(1))
                .extracting(Catalogue.Entry::file, Catalogue.Entry::state)
                .containsExactly(
                        tuple(
                                "x-first.jar",
                                "the metric 'same' is in y-second.jar as well; none of them is used unless a config says"
                                        + " which: plugins: { prefer: { same: first } }"),
                        tuple(
                                "y-second.jar",
                                "the metric 'same' is in x-first.jar as well; none of them is used unless a config says"
                                        + " which: plugins: { prefer: { same: second } }"));
        assertThatThrownBy(() -> catalogue.find(MetricProvider.class, "same", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "run.yaml:6: the metric 'same' of x-first.jar cannot be used: the metric 'same' is in y-second.jar"
                                + " as well; none of them is used unless a config says which: plugins: { prefer: { same:"
                                + " first } }");
        assertThat(catalogue
                        .preferring(Map.of("same", "second"))
                        .find(MetricProvider.class, "same", "")
                        .id())
                .isEqualTo("same");
    }

    @Test
    void twoVersionsOfOnePluginAreBothRefused() throws IOException {
        PluginJar.good("same", "one").write(plugins.resolve("same-1.jar"), temp);
        PluginJar.good("same", "two")
                .manifest("Noisefloor-Plugin-Version", "2.0")
                .write(plugins.resolve("same-2/same-2.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries().stream().skip(1))
                .extracting(Catalogue.Entry::file, Catalogue.Entry::version, Catalogue.Entry::state)
                .containsExactly(
                        tuple("same-1.jar", "1.0", "plugin 'same' is in same-2/same-2.jar as well; keep one of them"),
                        tuple("same-2/same-2.jar", "2.0", "plugin 'same' is in same-1.jar as well; keep one of them"));
    }

    @Test
    void aFolderWithTwoManifestsIsRefused() throws IOException {
        PluginJar.good("one", "one").write(plugins.resolve("x-both/one.jar"), temp);
        PluginJar.good("two", "two").write(plugins.resolve("x-both/two.jar"), temp);
        assertThat(stateOf("x-both"))
                .isEqualTo("one.jar and two.jar both have Noisefloor-Plugin-Id in their manifests; keep one of them");
    }

    @Test
    void aFolderWithoutJarsIsRefused() throws IOException {
        Files.createDirectories(plugins.resolve("hollow"));
        assertThat(stateOf("hollow"))
                .isEqualTo("the folder holds no jar; put the plugin's jar and its libraries into it");
    }

    @Test
    void aFolderThatIsCalledLikeAJarIsAFolder() throws IOException {
        Files.createDirectories(plugins.resolve("x.jar"));
        assertThat(stateOf("x.jar"))
                .isEqualTo("the folder holds no jar; put the plugin's jar and its libraries into it");
    }

    @Test
    void aJarOneFolderTooDeepIsNamed() throws IOException {
        PluginJar.good("deep", "deep").write(plugins.resolve("x/lib/deep.jar"), temp);
        assertThat(stateOf("x")).isEqualTo("lib/deep.jar lies one folder too deep to be seen; move it up");
    }

    @Test
    void aLinkThatLeadsNowhereOrInACircleIsSaid() throws IOException {
        String sentence = "it is a link that leads nowhere; remove it, or let it lead to a jar or folder";
        Files.createSymbolicLink(plugins.resolve("x.jar"), temp.resolve("gone.jar"));
        assertThat(stateOf("x.jar")).isEqualTo(sentence);
        Files.delete(plugins.resolve("x.jar"));
        Files.createSymbolicLink(plugins.resolve("x"), plugins.resolve("x"));
        assertThat(stateOf("x")).isEqualTo(sentence);
    }

    @Test
    void aFolderThatMayNotBeReadIsARowAndNotTheEnd() throws IOException {
        Path closed = Files.createDirectories(plugins.resolve("x"));
        Assumptions.assumeTrue(closed.toFile().setReadable(false));
        Assumptions.assumeFalse(Files.isReadable(closed), "the superuser reads everything");
        assertThat(stateOf("x"))
                .isEqualTo("the folder cannot be read (access denied); let it be read, or move it out of here");
    }

    @Test
    void aConstructorThatNeverComesBackHoldsUpItselfAlone() throws IOException {
        PluginJar.plugin("stuck")
                .metric(
                        "stuck.Waits",
                        "waits",
                        "public Waits() throws InterruptedException { new java.util.concurrent.CountDownLatch(1).await(); }")
                .write(plugins.resolve("a-stuck.jar"), temp);
        Catalogue catalogue = Catalogue.load(List.of(plugins), List.of(), new Loading(Duration.ofSeconds(3)));
        assertThat(catalogue.entries())
                .extracting(Catalogue.Entry::file, Catalogue.Entry::state)
                .containsExactly(
                        tuple(
                                "a-stuck.jar",
                                "class stuck.Waits did not come back within 3 s when its providers were created; a"
                                        + " constructor and a static initialiser do no work"),
                        tuple("good.jar", "ok"));
    }

    @Test
    void aFolderWhoseJarsAreAllLibrariesIsRefused() throws IOException {
        PluginJar.library().write(plugins.resolve("libraries/a.jar"), temp);
        PluginJar.library().write(plugins.resolve("libraries/b.jar"), temp);
        assertThat(stateOf("libraries"))
                .isEqualTo(
                        "none of its jars has Noisefloor-Plugin-Id in its manifest; a plugin's build writes it, and a library"
                                + " belongs into the folder of its plugin");
    }

    @Test
    void aBrokenLibraryBesideAGoodJarIsSaid() throws IOException {
        PluginJar.good("broken", "broken").write(plugins.resolve("x/plugin.jar"), temp);
        Files.writeString(plugins.resolve("x/library.jar"), "not a jar");
        assertThat(stateOf("x")).startsWith("library.jar is not a readable jar (");
    }

    @Test
    void aBrokenProviderDoesNotHideItsNeighboursInTheSameFile() throws IOException {
        PluginJar.plugin("mixed")
                .source("mixed.First", PluginJar.metricSource("mixed.First", "first", ""))
                .source("mixed.Last", PluginJar.metricSource("mixed.Last", "last", ""))
                .source(
                        "mixed.Throws",
                        PluginJar.metricSource(
                                "mixed.Throws",
                                "throws",
                                "public Throws() { throw new IllegalStateException(\"no\"); }"))
                .sourceLeftOut("gone.Base", "package gone; public class Base {}")
                .source(
                        "mixed.Orphan",
                        PluginJar.metricSource("mixed.Orphan", "orphan", "")
                                .replace("class Orphan ", "class Orphan extends gone.Base "))
                .services(Kind.METRIC, "mixed.First", "mixed.Missing", "mixed.Orphan", "mixed.Throws", "mixed.Last")
                .write(plugins.resolve("mixed.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries().stream().skip(1).filter(Catalogue.Entry::ok))
                .extracting(Catalogue.Entry::id)
                .containsExactly("first", "last");
        assertThat(catalogue.entries().stream().filter(entry -> !entry.ok()))
                .extracting(Catalogue.Entry::state)
                .containsExactlyInAnyOrder(
                        SERVICES + " names mixed.Missing, which is not in its jars",
                        "class mixed.Orphan needs the class gone.Base, which is neither in its jars nor in the JDK nor in"
                                + " the plugin API",
                        "class mixed.Throws failed when it was created: IllegalStateException: no");
    }

    @Test
    void aMalformedServicesFileDoesNotHideTheOtherKindsOfItsPlugin() throws IOException {
        PluginJar.good("two-kinds", "still_here")
                .services(Kind.STRATIFIER, "not a name")
                .write(plugins.resolve("two-kinds.jar"), temp);
        Catalogue catalogue = Catalogue.load(plugins, List.of());

        assertThat(catalogue.find(MetricProvider.class, "still_here", "").id()).isEqualTo("still_here");
        assertThat(catalogue.entries())
                .extracting(Catalogue.Entry::state)
                .contains(
                        "line 1 of META-INF/services/org.noisefloor.api.metric.StratifierProvider in two-kinds.jar is not a class"
                                + " name: 'not a name'");
    }

    /** The state of the one thing in the plugins folder that is not the good plugin, which is asserted to work. */
    private String stateOf(String file) {
        Catalogue catalogue = Catalogue.load(plugins, List.of());
        assertThatTheGoodPluginWorks(catalogue);
        assertThat(catalogue.entries()).hasSize(2);
        assertThat(catalogue.entries().get(1).file()).isEqualTo(file);
        return catalogue.entries().get(1).state();
    }

    @SuppressWarnings("unchecked")
    private static void assertThatTheGoodPluginWorks(Catalogue catalogue) {
        assertThat(catalogue.entries().get(0))
                .isEqualTo(new Catalogue.Entry("good", "fine", "metric", "1.0", "good.jar", "ok", "counts positions"));
        MetricProvider<NoOptions> provider = catalogue.find(MetricProvider.class, "fine", "");
        double[] out = new double[1];
        provider.create(new NoOptions(), Contexts.RUN).scorer().score(Contexts.POSITION, out);
        assertThat(out).containsExactly(1);
    }
}
