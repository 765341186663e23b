package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class CsvWriterTest implements ProviderContract {
    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new CsvWriter();
    }

    private Path written(Finished run) throws IOException {
        new CsvWriter().write(run, temp, new NoOptions(), TestContext.builder().build());
        return temp.resolve("summary.csv");
    }

    private List<Map<String, Object>> rows(String where) throws IOException, SQLException {
        return DuckDb.rows(
                "select * from read_csv(?, all_varchar=true) where " + where, written(Reports.run(Reports.sample())));
    }

    @Test
    void everyFigureOfEveryArmIsARow() throws IOException, SQLException {
        assertThat(rows("what = 'figure'")).hasSize(4);
        assertThat(rows("what = 'figure' and arm = 'mine' and figure = 'kl'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("site", "blocks.0")
                        .containsEntry("role", "intervention")
                        .containsEntry("metric", "kl")
                        .containsEntry("unit", "nats")
                        .containsEntry("kind", "divergence")
                        .containsEntry("positions", "6")
                        .containsEntry("value", "0.1")
                        .containsEntry("low", "0.08")
                        .containsEntry("high", "0.12")
                        .containsEntry("below_numeric_floor", "true"));
        assertThat(rows("arm = 'eps'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("matched_to", "mine")
                        .containsEntry("draws", "3")
                        .containsEntry("draw_error", "0.001"));
    }

    @Test
    void whatIsMissingIsEmptyAndKeepsItsReason() throws IOException, SQLException {
        assertThat(rows("figure = 'l0'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("value", null)
                        .containsEntry("positions", "7")
                        .containsEntry("missing", "none, \"yet\""));
    }

    @Test
    void whatIsInfiniteIsEmptyAndKeepsItsReason() throws IOException, SQLException {
        TestReport report = Reports.sample();
        report.arm("mine").figure("kl", Estimate.withoutInterval(Double.POSITIVE_INFINITY, "infinite at one position"));
        Path file = written(Reports.run(report));
        assertThat(DuckDb.rows(
                        "select * from read_csv(?, all_varchar=true) where what = 'figure' and arm = 'mine' and figure = 'kl'",
                        file))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("value", null)
                        .containsEntry("missing", "infinite at one position"));
    }

    @Test
    void floorsRecoveryNoiseAndClassesAreRowsOfTheirOwn() throws IOException, SQLException {
        assertThat(rows("against = 'eps' and stratifier is null"))
                .extracting(row -> row.get("what"))
                .containsExactly("floor", "excess", "ratio", "above", "below", "tied", "mid_rank");
        assertThat(rows("what = 'recovered'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("figure", "loss_recovered")
                        .containsEntry("against", "zero")
                        .containsEntry("value", "0.9"));
        assertThat(rows("what = 'equivalent_noise'"))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("bound", ">").containsEntry("against", "dose"));
        assertThat(rows("stratifier = 'state'"))
                .extracting(row -> row.get("what"))
                .containsExactly(
                        "class_share",
                        "in_class",
                        "of_total",
                        "class_share_excess",
                        "in_class_excess",
                        "in_class_ratio");
        assertThat(rows("what = 'in_class_excess'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("against", "eps")
                        .containsEntry("class", "right")
                        .containsEntry("figure", "kl")
                        .containsEntry("unit", "nats")
                        .containsEntry("value", "0.2"));
        assertThat(rows("what = 'in_class'"))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("class", "right").containsEntry("positions", "4.0"));
    }

    @Test
    void whyAClassHasNoIntervalsIsNotRepeatedWithItsFigures() throws IOException, SQLException {
        Estimate n = Estimate.withoutInterval(4, "a baseline");
        ClassFigure kl = new ClassFigure(Estimate.withoutInterval(0.25, "a baseline"), Estimate.undefined("no total"));
        TestReport report = Reports.sample();
        report.arm("eps").inClass("state", "right", new ClassReport(n, n, Map.of("kl", kl), Map.of()));
        assertThat(DuckDb.rows(
                        "select * from read_csv(?, all_varchar=true) where arm = 'eps' and stratifier = 'state'",
                        written(Reports.run(report))))
                .extracting(row -> row.get("what") + ": " + row.get("missing"))
                .containsExactly("class_share: a baseline", "in_class: null", "of_total: no total");
    }

    @Test
    void linesEndAsRfc4180Says() throws IOException {
        String text = Files.readString(written(Reports.run(Reports.sample())));
        assertThat(text).startsWith("site,arm,").contains("\"none, \"\"yet\"\"\"\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
    }

    @Test
    void aFieldIsQuotedOnlyWhereItMustBe() {
        assertThat(CsvWriter.quoted("plain")).isEqualTo("plain");
        assertThat(CsvWriter.quoted("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvWriter.quoted("a\nb")).isEqualTo("\"a\nb\"");
        assertThat(CsvWriter.quoted("say \"a\"")).isEqualTo("\"say \"\"a\"\"\"");
    }

    @Test
    void aRunThatMeasuredNothingIsAHeader() throws IOException {
        assertThat(Files.readAllLines(written(Reports.nothing()))).containsExactly(String.join(",", CsvWriter.COLUMNS));
    }
}
