package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form of the report says what {@code report.json} says, read back by a program that is not ours. */
class ReportFormsIT {
    private static final List<String> SITES = List.of("blocks.1.hook_resid_post", "blocks.4.hook_resid_post");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temp;

    private static Path out;
    private static JsonNode report;

    @BeforeAll
    static void runTheDemoSmall() throws IOException {
        out = temp.resolve("out");
        var result = Distribution.run(
                "run",
                Distribution.repository().resolve("examples/demo.yaml").toString(),
                "--set",
                "corpus.sequences=4",
                "--set",
                "corpus.length=48",
                "--set",
                "corpus.calibration.sequences=4",
                "--set",
                "sites=[" + String.join(", ", SITES) + "]",
                "--set",
                "run.resamples=100",
                "--set",
                "reports=[csv, parquet, saebench, saelens, markdown]",
                "--output",
                out.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stderr()).doesNotContain("SLF4J", "parquet");
        report = JSON.readTree(out.resolve("report.json").toFile());
    }

    private static JsonNode sae(int site) {
        return report.at("/sites/" + site + "/arms/0");
    }

    /** One number that DuckDB finds in a file of the run. */
    private static double number(String select, String file, String where) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select " + select + " from '" + out.resolve(file) + "' where " + where)) {
            assertThat(result.next()).isTrue();
            return result.getDouble(1);
        }
    }

    private static void same(double found, JsonNode expected) {
        assertThat(expected.isNumber()).isTrue();
        assertThat(found).isCloseTo(expected.asDouble(), within(1e-12 * Math.abs(expected.asDouble())));
    }

    @Test
    void theMeanOfEveryColumnOfPositionsIsTheFigureOfThatName() throws SQLException {
        for (int s = 0; s < SITES.size(); s++) {
            String here = "site = '" + SITES.get(s) + "'";
            assertThat(number("count(*)", "positions.parquet", here))
                    .isEqualTo(report.at("/positions/scored").asDouble());
            for (String figure : List.of("kl", "kl_correct", "logprob_l2", "top1_agreement", "ce_delta")) {
                same(
                        number("favg(" + figure + ")", "positions.parquet", here),
                        sae(s).path("figures").path(figure).path("value"));
            }
        }
    }

    @Test
    void theDrawsAtEachPositionGiveTheFloorAndTheRanks() throws SQLException {
        for (String floor : List.of("eps_random", "error_shuffled", "cov_random")) {
            JsonNode kl = sae(1).path("floors").path(floor).path("kl");
            String here = "site = '" + SITES.get(1) + "'";
            double mean = kl.at("/floor/value").asDouble();
            assertThat(number("favg(kl__" + floor + "__mean)", "positions.parquet", here))
                    .isCloseTo(mean, within(1e-6 * mean));
            same(
                    number("avg((kl__" + floor + "__below = " + floor + "__draws)::int)", "positions.parquet", here),
                    kl.at("/ranks/above/value"));
            same(
                    number(
                            "favg((kl__" + floor + "__below + kl__" + floor + "__tied / 2) / " + floor + "__draws)",
                            "positions.parquet",
                            here),
                    kl.at("/ranks/mid_rank/value"));
        }
    }

    @Test
    void classesOfPositionsAreThoseOfTheReport() throws SQLException {
        sae(0).path("classes").path("original_state").properties().forEach(each -> {
            try {
                assertThat(number(
                                "count(*)",
                                "positions.parquet",
                                "site = '" + SITES.get(0) + "' and class__original_state = '" + each.getKey() + "'"))
                        .isEqualTo(each.getValue().at("/n/value").asDouble());
            } catch (SQLException failed) {
                throw new AssertionError(failed);
            }
        });
    }

    @Test
    void theTokensOfPositionsAreThoseOfTheSequences() throws SQLException {
        assertThat(number("count(*)", "sequences.parquet", "true"))
                .isEqualTo(report.at("/positions/tokens").asDouble());
        String joined = "select count(*) from '" + out.resolve("positions.parquet") + "' p join '"
                + out.resolve("sequences.parquet") + "' s on s.sequence = p.sequence and s.position = p.position + 1"
                + " where s.token = p.correct and s.text = p.correct_text";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(joined)) {
            result.next();
            assertThat(result.getDouble(1))
                    .isEqualTo(SITES.size() * report.at("/positions/scored").asDouble());
        }
        assertThat(number("min(p_before) + min(after_5_p)", "positions.parquet", "true"))
                .isPositive();
    }

    @Test
    void everyFigureOfTheCsvIsThatOfTheReportToTheLastBit() throws SQLException {
        for (JsonNode site : report.path("sites")) {
            for (JsonNode arm : site.path("arms")) {
                String here = "site = '" + site.path("name").asText() + "' and arm = '"
                        + arm.path("name").asText() + "' and what = 'figure' and figure = ";
                for (String figure : List.of("kl", "ce_delta")) {
                    assertThat(number("value", "summary.csv", here + "'" + figure + "'"))
                            .isEqualTo(arm.path("figures")
                                    .path(figure)
                                    .path("value")
                                    .asDouble());
                }
            }
        }
        assertThat(number(
                        "value",
                        "summary.csv",
                        "what = 'ratio' and figure = 'kl' and against = 'eps_random' and site = '" + SITES.get(0)
                                + "'"))
                .isEqualTo(sae(0).at("/floors/eps_random/kl/ratio/value").asDouble());
    }

    @Test
    void saebenchsResultsHaveTheShapeOfItsSchema() throws IOException {
        String schema = Files.readString(
                Distribution.repository().resolve("plugin-report/src/test/resources/saebench-core.schema.json"));
        for (String site : SITES) {
            String json = Files.readString(out.resolve("sae_" + site + "_eval_results.json"));
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(schema)
                            .validate(json, InputFormat.JSON))
                    .isEmpty();
            assertThat(JSON.readTree(json).at("/sae_cfg_dict/d_sae").asInt()).isEqualTo(512);
        }
    }

    @Test
    void theSummaryForAPullRequestHasAnAnswerForEachSite() throws IOException {
        assertThat(Files.readString(out.resolve("summary.md"))
                        .lines()
                        .filter(line -> line.startsWith("**sae**: by kl, ")))
                .hasSameSizeAs(SITES);
    }

    @Test
    void aFormOfAFinishedRunIsTheOneThatTheRunWouldHaveWritten() throws IOException {
        List<String> files;
        try (Stream<Path> all = Files.list(out)) {
            files = all.map(file -> file.getFileName().toString()).sorted().toList();
        }
        byte[] positions = Files.readAllBytes(out.resolve("positions.parquet"));
        byte[] csv = Files.readAllBytes(out.resolve("summary.csv"));
        var result = Distribution.run("report", out.toString(), "--as", "csv,parquet,saebench,markdown", "--overwrite");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).contains("positions.parquet", "summary.csv", "summary.md");
        assertThat(out.resolve("positions.parquet")).hasBinaryContent(positions);
        assertThat(out.resolve("summary.csv")).hasBinaryContent(csv);
        try (Stream<Path> all = Files.list(out)) {
            assertThat(all.map(file -> file.getFileName().toString()).sorted()).isEqualTo(files);
        }
    }

    @Test
    void whatReportIsGivenWrongIsOneSentence() {
        assertThat(refused("report", out.toString(), "--as", "csv")).contains("summary.csv", "--overwrite replaces it");
        assertThat(refused("report", out.toString(), "--as", "cvs")).contains("--as: ", "'cvs'", "did you mean 'csv'?");
        assertThat(refused("report", temp.toString(), "--as", "csv"))
                .contains("holds no report.json", "it holds runs: out");
        assertThat(refused("report", temp.resolve("uot").toString(), "--as", "csv"))
                .contains("there is no folder", "runs beside it: out");
    }

    private static String refused(String... arguments) {
        var result = Distribution.run(arguments);
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ");
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines().filter(line -> line.startsWith("error: ")))
                .hasSize(1);
        return result.stderr();
    }
}
