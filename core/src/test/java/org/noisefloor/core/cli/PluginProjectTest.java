package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

/** What {@code plugins new} writes, and which names it takes; that the projects build is a test of the distribution. */
class PluginProjectTest {
    private static final String ROOT_POM = "../pom.xml";

    @TempDir
    Path folder;

    private Path written(ProjectKind kind, boolean gradle) {
        Path project = folder.resolve("my_thing");
        new PluginProject(kind, "my_thing", "org.mine.things", Path.of("/opt/a & b"), gradle).write(project);
        return project;
    }

    @ParameterizedTest
    @EnumSource(ProjectKind.class)
    void nothingOfATemplateIsLeftInAProject(ProjectKind kind) throws IOException {
        try (Stream<Path> files = Files.walk(written(kind, false))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.getFileName().toString()).doesNotContain("Sample");
                assertThat(Files.readString(file))
                        .as("%s", file)
                        .doesNotContain("SamplePlugin", "sample_id", "org.example", "@noisefloor", "@buil");
            }
        }
    }

    @Test
    void aProjectKnowsItsInstallationWhateverItsNameIs() throws IOException {
        Path project = written(ProjectKind.METRIC, false);
        assertThat(project.resolve("pom.xml")).content().contains("<noisefloor.home>/opt/a &amp; b</noisefloor.home>");
        assertThat(project.resolve("src/main/java/org/mine/things/MyThingPlugin.java"))
                .isNotEmptyFile();
        assertThat(project.resolve("src/main/resources/META-INF/services/org.noisefloor.api.metric.MetricProvider"))
                .hasContent("org.mine.things.MyThingPlugin");
    }

    @Test
    void aGradleProjectHasNoPom() throws IOException {
        Path project = written(ProjectKind.REPORT, true);
        assertThat(project.resolve("pom.xml")).doesNotExist();
        assertThat(project.resolve("settings.gradle")).hasContent("rootProject.name = 'my_thing'");
        assertThat(project.resolve("build.gradle"))
                .content()
                .contains("'/opt/a & b'", "'Noisefloor-Plugin-Id': 'my_thing'")
                .doesNotContain("@");
        assertThat(project.resolve("README.md")).content().contains("gradle build", "build/plugins/my_thing");
    }

    @Test
    void nothingIsOverwrittenAndNothingIsLeftBeside() throws IOException {
        Path mine = Files.writeString(
                Files.createDirectory(folder.resolve("my_thing")).resolve("pom.xml"), "mine");
        assertThatThrownBy(() -> written(ProjectKind.METRIC, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is there already; nothing is overwritten");
        assertThat(mine).hasContent("mine");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(1);
        }
    }

    @Test
    void projectsUseTheVersionsOfThisBuildSoThatNothingElseIsDownloaded() throws IOException {
        String root = Files.readString(Path.of(ROOT_POM));
        String pom = Files.readString(written(ProjectKind.METRIC, false).resolve("pom.xml"));
        Pattern plugin =
                Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");
        List<String> used =
                plugin.matcher(pom).results().map(each -> each.group()).toList();
        assertThat(used)
                .hasSize(5)
                .allSatisfy(each -> assertThat(root.replaceAll("\\s+", "")).contains(each.replaceAll("\\s+", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "MyMetric, my_metric",
        "my-metric, my_metric",
        "2nd, nd",
        "'', my_plugin",
        "überraschung, berraschung",
        "a/../b, a_b"
    })
    void anIdThatIsNoneIsToldWithTheNearest(String id, String nearest) {
        assertThat(PluginNames.faultOfId(id))
                .hasValueSatisfying(fault -> assertThat(fault).contains("'" + nearest + "' can"));
        assertThat(PluginNames.faultOfId(nearest)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Org.Example, org.example",
        "org..example, org.example",
        "org.example., org.example",
        "org/example, org.example",
        "org.2nd, org.nd",
        "org.my-lab, org.my_lab",
        "'', org.example"
    })
    void aPackageThatIsNoneIsToldWithTheNearest(String name, String nearest) {
        assertThat(PluginNames.faultOfPackage(name))
                .hasValueSatisfying(fault -> assertThat(fault).contains("'" + nearest + "' can"));
        assertThat(PluginNames.faultOfPackage(nearest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.new.things", "class", "org.true", "org._"})
    void aPackageWithAKeywordIsRefused(String name) {
        assertThat(PluginNames.faultOfPackage(name))
                .hasValueSatisfying(fault -> assertThat(fault).contains("has the Java keyword"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.noisefloor", "org.noisefloor.mine", "java.util", "org.slf4j.mine"})
    void aPackageThatTheHostShowsIsRefused(String name) {
        assertThat(PluginNames.faultOfPackage(name))
                .hasValueSatisfying(fault -> assertThat(fault).contains("take one of your own"));
    }

    @ParameterizedTest
    @CsvSource({"tv, TvPlugin", "my_metric, MyMetricPlugin", "a__b_, ABPlugin", "metric, MetricPlugin"})
    void aClassIsNamedAfterTheId(String id, String name) {
        assertThat(PluginNames.className(id)).isEqualTo(name);
    }
}
