package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an author does, from the pages in {@code docs/plugins}: a project of each kind is written, built and used; and the examples are built
 * and used. One Maven builds all of them. It takes API and testkit from the distribution, all else from what this build has downloaded: nothing
 * that a project needs may be missing there.
 */
class AuthorsIT {
    @TempDir
    static Path temp;

    private static Distribution noisefloor;
    private static Path work;
    private static Distribution.Result build;

    @BeforeAll
    static void writeAndBuildAll() throws IOException {
        noisefloor = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        work = Files.createDirectories(temp.resolve("work"));
        for (String kind : kinds()) {
            Distribution.Result written = shell(work, commandsOf(kind, "noisefloor plugins new"));
            assertThat(written.exitCode()).as(written.stderr()).isZero();
        }
        List<Path> projects = new ArrayList<>();
        for (String kind : kinds()) {
            projects.add(work.resolve("my_" + kind));
            projects.add(noisefloor.home().resolve("examples/third-party-" + kind));
        }
        build = maven(projects);
    }

    private static List<String> kinds() {
        return List.of("metric", "divergence", "stratifier", "intervention", "backend", "corpus", "report");
    }

    private static Distribution.Result maven(List<Path> projects) throws IOException {
        Files.writeString(work.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>all</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(projects.stream()
                .map(project -> "<module>" + work.relativize(project) + "</module>")
                .collect(Collectors.joining())));
        Path downloaded = Path.of(System.getProperty("noisefloor.downloaded"));
        Files.writeString(work.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>downloaded</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(temp.resolve("local"), downloaded.toUri()));
        Path mvn = Path.of(System.getProperty("noisefloor.maven"), "bin", "mvn");
        return shell(work, "'" + mvn + "' -q -B -s settings.xml package");
    }

    /** The commands of a kind's page that begin so; a command may go on over several lines. */
    private static String commandsOf(String kind, String start) throws IOException {
        String page = Files.readString(noisefloor.home().resolve("docs/plugins/" + kind + ".md"));
        String block = page.split("```bash\n")[1].split("```")[0].replace("\\\n", " ");
        String commands = block.lines().filter(line -> line.startsWith(start)).collect(Collectors.joining("\n"));
        assertThat(commands).as("'%s' on the page of %s", start, kind).isNotEmpty();
        return commands;
    }

    private static Distribution.Result shell(Path folder, String script) {
        String path = "export NOISEFLOOR='" + noisefloor.home() + "' PATH='" + noisefloor.home() + "/bin':\"$PATH\"\n";
        return noisefloor.in(folder).start(List.of("bash", "-euo", "pipefail", "-c", path + script));
    }

    @Test
    void allProjectsBuildAndPassTheirTests() {
        assertThat(build.exitCode()).as(build.stdout()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metric", "divergence", "stratifier", "intervention", "backend", "corpus", "report"})
    void aNewProjectIsVerifiedInstalledAndRunAsItsPageSays(String kind) throws IOException {
        Path project = work.resolve("my_" + kind);
        String commands = (kind.equals("corpus") ? commandsOf(kind, "seq") + "\n" : "")
                + commandsOf(kind, "noisefloor plugins verify") + "\n"
                + commandsOf(kind, "noisefloor plugins install") + "\n"
                + commandsOf(kind, "noisefloor run");
        Distribution.Result result = shell(project, commands);
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout()).contains("my_" + kind, "nothing is wrong");
        assertThat(project.resolve("runs/my_" + kind + "/report.json")).isNotEmptyFile();
    }

    @Test
    void theExamplesRunTogether() throws IOException {
        Path demo = noisefloor.home().resolve("examples/demo");
        StringBuilder bank = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            bank.append("# newdoc\n# text = The man went to town %d times, and the dog went to town %d times.\n\n"
                    .formatted(i, i));
        }
        Files.writeString(work.resolve("bank.conllu"), bank);
        Files.writeString(work.resolve("examples.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: bank.conllu, sequences: 6, length: 16, calibration: { sequences: 8 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ mean, ngram_mean ]
                metrics: [ kl, triangular, skew ]
                stratify: [ induction ]
                reports: [ latex ]
                run: { resamples: 100 }
                output: out
                """.formatted(
                        demo.resolve("model"), demo.resolve("saes/blocks.3.hook_resid_post")));
        Distribution.Result run = shell(work, "noisefloor run examples.yaml --details " + plugins());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stdout()).contains("ngram_mean", "Classes of induction", "triangular", "skew");
        assertThat(work.resolve("out/table.tex")).content().contains("\\midrule", "sae & ");
    }

    @Test
    void theExampleOfABackendRunsItsModel() throws IOException {
        Path example = noisefloor.home().resolve("examples/third-party-backend");
        String readme = Files.readString(example.resolve("README.md"));
        Files.writeString(
                example.resolve("elman.yaml"), readme.split("```yaml\n")[1].split("```")[0]);
        Distribution.Result run = shell(example, "noisefloor run elman.yaml " + plugins());
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        assertThat(run.stdout()).contains("hook_embed");
    }

    private static String plugins() {
        return kinds().stream()
                .map(kind -> "--plugins '"
                        + noisefloor.home().resolve("examples/third-party-" + kind + "/target/plugins") + "'")
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"noisefloor-api", "noisefloor-testkit"})
    void theRepositoryHasSourcesAndJavadocBesideEachJar(String artifact) throws IOException {
        try (Stream<Path> files = Files.walk(noisefloor.home().resolve("repository/org/noisefloor/" + artifact))) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString))
                    .hasSize(4)
                    .anyMatch(file -> file.endsWith("-sources.jar"))
                    .anyMatch(file -> file.endsWith("-javadoc.jar"))
                    .anyMatch(file -> file.endsWith(".pom"));
        }
    }
}
