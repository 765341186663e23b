package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** SAEs in the layouts that people publish, spliced into a model: what {@code sae-formats/expected.tsv} says of each. */
class SaeLayoutsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FIGURES = List.of("l0", "l1", "mse", "explained_variance");
    /** Five digits: the values come from float32 sums over 192 positions of 32 numbers. */
    private static final double DIGITS = 1e-5;

    /** Half a feature in all: the counts are the same, and their mean was written with eight digits. */
    private static final double COUNT = 0.5 / 192;

    @TempDir
    Path temp;

    private static Path folder() {
        return Distribution.repository().resolve("distribution/src/test/resources/sae-formats");
    }

    /** A line of the table. */
    private record Row(String path, String site, List<Double> expected) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            return new Row(
                    cells[0],
                    cells[1],
                    Stream.of(cells).skip(2).map(Double::valueOf).toList());
        }

        /** Transcoders read what their MLP does. */
        String reads() {
            return path.contains("transcoder") || path.startsWith("mwhanna") ? "blocks.0.ln2.hook_normalized" : site;
        }
    }

    @TestFactory
    Stream<DynamicTest> agreeToFiveDigits() throws IOException {
        Map<String, List<Row>> bySite = new TreeMap<>();
        try (Stream<String> lines = Files.lines(folder().resolve("expected.tsv"))) {
            lines.skip(1)
                    .map(Row::of)
                    .forEach(row -> bySite.computeIfAbsent(row.reads(), site -> new ArrayList<>())
                            .add(row));
        }
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Map.Entry<String, List<Row>> site : bySite.entrySet()) {
            JsonNode arms = run(site.getKey(), site.getValue());
            for (int i = 0; i < site.getValue().size(); i++) {
                Row row = site.getValue().get(i);
                JsonNode arm = arms.get(i);
                tests.add(DynamicTest.dynamicTest(row.path(), () -> agrees(row, arm)));
            }
        }
        return tests.build();
    }

    private JsonNode run(String site, List<Row> rows) throws IOException {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            entries.append("  - { type: sae, name: sae_" + i + ", path: '"
                    + folder().resolve(rows.get(i).path()) + "' }\n");
        }
        Path out = temp.resolve(site);
        Path config = Files.writeString(temp.resolve("layouts.yaml"), """
                model: { backend: djl, path: '%s' }
                corpus: { path: '%s', length: 24, pack: document, bos: never, calibration: { sequences: 0 } }
                sites: [ %s ]
                interventions:
                %s
                metrics: [ kl, reconstruction ]
                positions: { special: [] }
                run: { resamples: 100 }
                output: '%s'
                """.formatted(
                        folder().resolve("model"),
                        folder().resolve("tokens.jsonl"),
                        site,
                        entries.toString().stripTrailing(),
                        out));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(out.resolve("report.json").toFile()).at("/sites/0/arms");
    }

    private static void agrees(Row row, JsonNode arm) {
        for (int f = 0; f < FIGURES.size(); f++) {
            double expected = row.expected().get(f);
            double allowed = f == 0 ? COUNT : DIGITS * Math.abs(expected);
            assertThat(arm.at("/figures/" + FIGURES.get(f) + "/value").asDouble(Double.NaN))
                    .as(FIGURES.get(f))
                    .isCloseTo(expected, within(allowed));
        }
    }
}
