package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;

/** What was found can be looked up, and what was not found is explained. */
class CatalogueTest {
    @TempDir
    Path temp;

    private Path plugins;

    @BeforeEach
    void name() {
        plugins = temp.resolve("plugins");
    }

    private Catalogue catalogue() {
        return Catalogue.load(plugins, List.of(new Lines()));
    }

    @Test
    void anUnknownIdGivesTheNearestAndTheList() throws IOException {
        PluginJar.good("one", "renyi").write(plugins.resolve("one.jar"), temp);
        PluginJar.good("two", "hellinger").write(plugins.resolve("two.jar"), temp);
        assertThatThrownBy(() -> catalogue().find(MetricProvider.class, "helinger", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "run.yaml:6: unknown metric 'helinger'; did you mean 'hellinger'? (valid: hellinger, renyi)");
    }

    @Test
    void anIdOfAnotherKindIsUnknown() throws IOException {
        PluginJar.good("one", "renyi").write(plugins.resolve("one.jar"), temp);
        assertThatThrownBy(() -> catalogue().find(StratifierProvider.class, "wasserstein", "run.yaml:6"))
                .hasMessage("run.yaml:6: unknown stratifier 'wasserstein' (there is none here)");
    }

    @Test
    void anIdThatAShippedPluginProvidesSaysWhichPluginIsMissing() throws IOException {
        PluginJar.good("one", "renyi").write(plugins.resolve("one.jar"), temp);
        assertThatThrownBy(() -> catalogue().find(MetricProvider.class, "kl", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "run.yaml:6: unknown metric 'kl' (valid: renyi); the plugin 'kl' would provide it, but it is"
                                + " missing from " + plugins);
        assertThatThrownBy(() -> catalogue().find(InterventionProvider.class, "zero", ""))
                .hasMessage(
                        "unknown intervention 'zero' (there is none here); the plugin 'baselines' would provide it, but"
                                + " it is missing from " + plugins);
    }

    @Test
    void anIdOfAShippedPluginThatIsBrokenSaysWhy() throws IOException {
        PluginJar.good("kl", "kl")
                .manifest("Noisefloor-Api-Version", "999.0")
                .write(plugins.resolve("kl/kl.jar"), temp);
        assertThatThrownBy(() -> catalogue().find(MetricProvider.class, "kl", "run.yaml:6"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "run.yaml:6: unknown metric 'kl' (there is none here); the plugin 'kl' would provide it, but"
                                + " kl/kl.jar cannot be used: it was built for plugin API version 999.0, but this noisefloor has"
                                + " version " + Host.apiVersion() + "; get a build of it for version 2");
    }

    @Test
    void aMissingPluginsFolderIsSaid() {
        assertThat(catalogue().missingFolders())
                .containsExactly("there is no plugins folder " + plugins + ", so only what is built in can be used");
    }

    @Test
    void furtherFoldersAreReadAsTheFirstOneIs() throws IOException {
        PluginJar.good("one", "one").write(plugins.resolve("one.jar"), temp);
        PluginJar.good("two", "two").write(temp.resolve("more/two.jar"), temp);
        Catalogue catalogue = Catalogue.load(List.of(plugins, temp.resolve("more"), temp.resolve("gone")), List.of());
        assertThat(catalogue.all(MetricProvider.class))
                .extracting(each -> each.id())
                .containsExactly("one", "two");
        assertThat(catalogue.missingFolders()).containsExactly("there is no plugins folder " + temp.resolve("gone"));
    }

    private Catalogue withAStrangersKl() throws IOException {
        PluginJar.good("kl", "kl").write(plugins.resolve("kl/kl.jar"), temp);
        PluginJar.good("stranger", "kl").write(plugins.resolve("stranger.jar"), temp);
        return catalogue();
    }

    @Test
    void aStrangersJarTakesNothingFromTheProjectsOwnPlugins() throws IOException {
        Catalogue catalogue = withAStrangersKl();
        MetricProvider<?> taken = catalogue.find(MetricProvider.class, "kl", "run.yaml:6");
        assertThat(catalogue.entry(taken).file()).isEqualTo("kl/kl.jar");
        assertThat(catalogue.choice(taken))
                .hasValue(
                        "the metric 'kl' is in stranger.jar as well; taken is that of kl/kl.jar, and plugins: { prefer: {"
                                + " kl: stranger } } takes the other");
        assertThat(catalogue.entries().stream().filter(entry -> !entry.ok()))
                .extracting(Catalogue.Entry::file, Catalogue.Entry::state)
                .containsExactly(tuple(
                        "stranger.jar",
                        "the metric 'kl' is in kl/kl.jar as well, which is taken; plugins: { prefer: { kl: stranger } } in a"
                                + " config takes this one"));
    }

    @Test
    void theConfigMayPreferTheStrangers() throws IOException {
        Catalogue catalogue = withAStrangersKl().preferring(Map.of("kl", "stranger"));
        MetricProvider<?> taken = catalogue.find(MetricProvider.class, "kl", "run.yaml:6");
        assertThat(catalogue.entry(taken).file()).isEqualTo("stranger.jar");
        assertThat(catalogue.choice(taken)).isEmpty();
        assertThat(catalogue.preferring(Map.of("kl", "kl")).choice(taken)).isEmpty();
    }

    @Test
    void theEntryOfAProviderIsFoundByWhichOneItIs() throws IOException {
        PluginJar.good("one", "one").write(plugins.resolve("one.jar"), temp);
        PluginJar.good("two", "two").write(plugins.resolve("two.jar"), temp);
        Catalogue catalogue = catalogue();
        assertThat(catalogue
                        .entry(catalogue.find(MetricProvider.class, "two", ""))
                        .file())
                .isEqualTo("two.jar");
        assertThat(catalogue
                        .entry(catalogue.find(CorpusReader.class, "lines", ""))
                        .plugin())
                .isEqualTo("core");
        assertThatThrownBy(() -> catalogue.entry(catalogue().find(MetricProvider.class, "one", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyPluginsFolderHasTheHostsOwnAlone() throws IOException {
        Files.createDirectories(plugins);
        assertThat(catalogue().entries())
                .containsExactly(new Catalogue.Entry(
                        "core", "lines", "corpus", Host.version(), "(built in)", "ok", "a document a line"));
        assertThat(catalogue().all(MetricProvider.class)).isEmpty();
    }

    @Test
    void aMissingPluginsFolderIsSaidWhenSomethingIsWanted() {
        assertThat(catalogue().entries()).hasSize(1);
        assertThatThrownBy(() -> catalogue().find(MetricProvider.class, "wasserstein", "run.yaml:6"))
                .hasMessage("run.yaml:6: unknown metric 'wasserstein' (there is none here); there is no plugins folder "
                        + plugins);
        assertThatThrownBy(() -> catalogue().find(ModelBackend.class, "onnx", "run.yaml:1"))
                .hasMessage(
                        "run.yaml:1: unknown backend 'onnx' (there is none here); the plugin 'onnx' would provide it,"
                                + " but it is missing from " + plugins);
    }

    @Test
    void whatIsNoJarAndWhatIsHiddenIsPassedOver() throws IOException {
        PluginJar.good("hidden", "hidden").write(plugins.resolve(".hidden.jar"), temp);
        PluginJar.good("off", "off").write(plugins.resolve("off.jar.disabled"), temp);
        Files.createDirectories(plugins.resolve(".git"));
        Files.writeString(plugins.resolve("README.md"), "put plugins here");
        assertThat(catalogue().entries()).hasSize(1);
    }

    @Test
    void aJarMayEndInCapitals() throws IOException {
        PluginJar.good("loud", "loud").write(plugins.resolve("LOUD.JAR"), temp);
        assertThat(catalogue().find(MetricProvider.class, "loud", "").id()).isEqualTo("loud");
    }

    @Test
    void aFolderWithSpacesAndPercentSignsIsNoMatter() throws IOException {
        PluginJar.good("odd", "odd").write(plugins.resolve("an odd %20 folder #1/odd+jar.jar"), temp);
        assertThat(catalogue().find(MetricProvider.class, "odd", "").summary()).isEqualTo("counts positions");
    }

    @Test
    void aPluginThatIsRefusedLetsGoOfItsJar() throws IOException {
        Path jar = PluginJar.plugin("empty").file("own.txt", "own").write(plugins.resolve("empty.jar"), temp);
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        assertThat(loader.findResource("own.txt")).isNotNull();
        assertThatThrownBy(() -> PluginLoader.load(new Plugin("empty", "1.0", "empty.jar", List.of(jar), loader)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("it provides nothing");
        assertThat(loader.findResource("own.txt"))
                .as("a closed loader finds nothing")
                .isNull();
    }

    @Test
    void entriesComeInTheOrderOfTheirFilesWithTheHostsOwnFirst() throws IOException {
        for (String name : List.of("c", "a", "b")) {
            PluginJar.good(name, "metric_" + name).write(plugins.resolve(name + ".jar"), temp);
        }
        assertThat(catalogue().entries())
                .extracting(Catalogue.Entry::plugin, Catalogue.Entry::id)
                .containsExactly(
                        tuple("core", "lines"), tuple("a", "metric_a"), tuple("b", "metric_b"), tuple("c", "metric_c"));
    }

    @Test
    void allOfAKindComeInTheOrderOfTheirIds() throws IOException {
        PluginJar.good("a", "zeta").write(plugins.resolve("a.jar"), temp);
        PluginJar.good("b", "alpha").write(plugins.resolve("b.jar"), temp);
        assertThat(catalogue().all(MetricProvider.class))
                .extracting(each -> each.id())
                .containsExactly("alpha", "zeta");
        assertThat(catalogue().all(CorpusReader.class))
                .extracting(each -> each.id())
                .containsExactly("lines");
    }

    @Test
    void aPluginThatTakesAnIdOfTheHostIsSaidWithBothNames() throws IOException {
        PluginJar.plugin("taker")
                .source("taker.Lines", """
                        package taker;

                        import java.nio.file.Path;
                        import java.util.stream.Stream;
                        import org.noisefloor.api.*;
                        import org.noisefloor.api.corpus.*;

                        public class Lines implements CorpusReader<NoOptions> {
                            public String id() { return "lines"; }
                            public String summary() { return "another one"; }
                            public Class<NoOptions> options() { return NoOptions.class; }
                            public boolean accepts(Path path) { return true; }
                            public Stream<Document> read(Path path, NoOptions options, Context context) { return Stream.of(); }
                        }
                        """)
                .services(Kind.CORPUS, "taker.Lines")
                .write(plugins.resolve("taker.jar"), temp);
        assertThat(catalogue().entries())
                .extracting(Catalogue.Entry::file, Catalogue.Entry::state)
                .containsExactly(
                        tuple("(built in)", "ok"),
                        tuple(
                                "taker.jar",
                                "the corpus reader 'lines' is built in as well, which is taken; plugins: { prefer: { lines:"
                                        + " taker } } in a config takes this one"));
    }

    @Test
    void theHostsOwnProvidersHaveNoDigests() {
        Catalogue catalogue = catalogue();
        assertThat(catalogue.digests(catalogue.find(CorpusReader.class, "lines", "")))
                .isEmpty();
    }

    private static final class Lines implements CorpusReader<NoOptions> {
        @Override
        public String id() {
            return "lines";
        }

        @Override
        public String summary() {
            return "a document a line";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public boolean accepts(Path path) {
            return true;
        }

        @Override
        public Stream<Document> read(Path path, NoOptions options, Context context) {
            return Stream.of();
        }
    }
}
