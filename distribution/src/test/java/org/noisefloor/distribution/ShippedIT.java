package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host knows which plugin of the project provides what, and says so when one was taken away. */
class ShippedIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");

    @TempDir
    Path temp;

    @Test
    void theHostsListOfWhatIsShippedIsWhatIsShipped() throws IOException {
        var result = Distribution.run("plugins", "list");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        List<String[]> rows = result.stdout()
                .lines()
                .skip(1)
                .map(line -> line.split("\\s{2,}"))
                .toList();

        assertThat(rows).isNotEmpty().allMatch(row -> row[4].equals("ok"));
        assertThat(rows.stream()
                        .filter(row -> !row[3].equals("(built in)"))
                        // the folder of a shipped plugin is named after it, which LayoutIT checks
                        .map(row -> row[1] + "." + row[0] + " = " + row[3].replaceFirst("/.*", "")))
                .containsExactlyInAnyOrderElementsOf(shippedProperties());
    }

    /** The file in the core jar that was built. */
    private static List<String> shippedProperties() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                Class.forName("org.noisefloor.core.plugins.Host").getResourceAsStream("shipped.properties")) {
            properties.load(in);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
        return properties.stringPropertyNames().stream()
                .map(key -> key + " = " + properties.getProperty(key))
                .toList();
    }

    @Test
    void aPluginThatWasTakenAwayIsNamed() throws IOException {
        Distribution copy = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        remove(copy.home().resolve("plugins/kl"));
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n{\"tokens\": [0, 8, 9, 10]}\n");
        Path config =
                Files.writeString(temp.resolve("run.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: tokens.jsonl, sequences: 2, length: 4, pack: document, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: zero } ]
                baselines: [ { type: eps_random, draws: 2 } ]
                metrics: [ kl ]
                output: '%s'
                """.formatted(DEMO.resolve("model"), temp.resolve("out")));
        var result = copy.start("run", config.toString());

        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .contains(
                        "run.yaml:6",
                        "unknown metric 'kl'",
                        "the plugin 'kl' would provide it, but it is missing from");
        assertThat(result.stderr()).doesNotContain("\tat ");
        assertThat(temp.resolve("out")).doesNotExist();
    }

    @Test
    void withoutThatPluginEverythingElseIsStillListed() throws IOException {
        Distribution copy = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        remove(copy.home().resolve("plugins/kl"));
        var result = copy.start("plugins", "list");
        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).doesNotContain("top1_agreement").contains("loss", "eps_random", "onnx");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
