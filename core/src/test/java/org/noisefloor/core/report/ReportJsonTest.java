package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;
import org.noisefloor.core.summary.ToyReport;

class ReportJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a run of the toy model reports: the JSON, then the text of the console. */
    private record Reported(String json, String console) {}

    private static Reported report(ToyPlan toy) {
        return report(toy.plan());
    }

    private static Reported report(Plan plan) {
        ToyRun run = ToyRun.of(plan);
        RunReport report = ToyReport.of(run);
        return new Reported(ReportJson.text(report), ConsoleSummary.of(report, run.description(), 100));
    }

    @Test
    void whatIsReadIsEqualToWhatWasWritten(@TempDir Path temp) throws IOException {
        for (Plan plan : List.of(new ToyPlan(4, 1).plan(), new ToyPlan(4, 1).saelens(), together())) {
            RunReport report = ToyReport.of(plan);
            Path file = Files.writeString(temp.resolve("report.json"), ReportJson.text(report));
            assertThat(ReportJson.read(file)).isEqualTo(report);
        }
    }

    private static Plan together() {
        return ChangedPlan.of(new ToyPlan(4, 1).plan(), Map.of("splice", Plan.Splicing.TOGETHER));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 4.2})
    void infiniteAndUndefinedNumbersComeBackAsTheyWere(double widest) throws JsonProcessingException {
        RunReport report = ToyReport.of(new ToyPlan(4, 1));
        Estimate infinite =
                Estimate.withoutInterval(Double.NEGATIVE_INFINITY, "infinite").withNote("a note");
        RunReport changed = new RunReport(
                report.format(),
                report.version(),
                report.model(),
                report.positions(),
                report.batch(),
                report.seed(),
                report.bootstrap(),
                null,
                report.figures(),
                report.numericFloor(),
                List.of(),
                List.of(
                        new RunReport.GateOutcome("d > 1", "site", "sae", Double.NaN, false, "undefined"),
                        new RunReport.GateOutcome("d < 1", "site", "sae", Double.POSITIVE_INFINITY, false, null)),
                new RunReport.Until("d", "5 %", List.of(8, 16), false, widest, "site", "sae"),
                List.of(new RunReport.Pair("site", "a", "b", "d", infinite, Double.NaN, Double.NaN, null)),
                List.of(new RunReport.JointCost("a", null, "d", infinite, infinite, infinite, Double.NaN)),
                List.of());
        String json = ReportJson.text(changed);
        assertThat(JSON.readTree(json).at("/pairs/0/difference/value").isNull()).isTrue();
        assertThat(JSON.readTree(json).at("/pairs/0/difference/infinite").asText())
                .isEqualTo("-");
        assertThat(JSON.readTree(json).at("/gate/1/infinite").asText()).isEqualTo("+");
        assertThat(JSON.readTree(json).at("/until").has("infinite")).isEqualTo(Double.isInfinite(widest));
        assertThat(ReportJson.parsed(json, RunReport.class)).isEqualTo(changed);
    }

    @Test
    void ofSeveralNumbersTheInfiniteOnesComeBackWithTheirSigns() throws JsonProcessingException {
        FigureReport figure = new FigureReport(
                Estimate.withoutInterval(Double.POSITIVE_INFINITY, "infinite"),
                null,
                false,
                new FigureReport.InfinitePositions(3, 0.5),
                new FigureReport.Spread(
                        Map.of("zero", 1L),
                        new FigureReport.Quantiles(0.25, 1.5, Double.POSITIVE_INFINITY, Double.NaN)));
        String json = ReportJson.text(figure);
        assertThat(JSON.readTree(json).at("/spread/infinite").toString()).isEqualTo("{\"q99\":\"+\"}");
        assertThat(ReportJson.parsed(json, FigureReport.class)).isEqualTo(figure);

        RunReport.NumericFloor floor = new RunReport.NumericFloor(
                "what",
                7,
                Double.POSITIVE_INFINITY,
                inOrder("d", Double.NaN, "loss", Double.NEGATIVE_INFINITY),
                new RunReport.Again("again", "arm", "onnx", Map.of("threads", 1), inOrder("d", 0.5, "loss", 1 / 0.0)));
        assertThat(ReportJson.parsed(ReportJson.text(floor), RunReport.NumericFloor.class))
                .isEqualTo(floor);
    }

    private static Map<String, Double> inOrder(String one, double first, String other, double second) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(one, first);
        numbers.put(other, second);
        return numbers;
    }

    @Test
    void consoleAndReportSayTheSameVerdict() throws JsonProcessingException {
        Reported reported = report(new ToyPlan(4, 1));
        JsonNode report = JSON.readTree(reported.json());
        assertThat(report.at("/main_divergence").asText()).isEqualTo("d");
        for (JsonNode site : report.get("sites")) {
            String word = site.at("/arms/0/floors/noise/d/verdict/word").asText();
            String words = switch (word) {
                case "worse" -> "worse than noise";
                case "milder" -> "milder than noise";
                case "not_told_apart" -> "not told apart from noise";
                default -> "unknown against noise";
            };
            assertThat(reported.console())
                    .contains("half at " + site.get("name").asText() + ": " + words);
        }
    }

    @Test
    void aReportIsValidAgainstTheShippedSchema() {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(RunFiles.schema());
        assertThat(schema.validate(report(new ToyPlan(4, 1)).json(), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate(ReportJson.text(ToyReport.of(together())), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate("{\"format\": \"noisefloor-report\"}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void theSchemaKnowsEveryKindOfFigure() throws JsonProcessingException {
        JsonNode kinds =
                JSON.readTree(RunFiles.schema()).at("/properties/figures/additionalProperties/properties/kind/enum");
        assertThat(kinds)
                .map(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Figure.Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void theSameRecordsGiveTheSameReportToTheByteBatchAside() throws JsonProcessingException {
        JsonNode one = JSON.readTree(report(new ToyPlan(4, 1)).json());
        assertThat(JSON.readTree(report(new ToyPlan(4, 1)).json())).isEqualTo(one);
        JsonNode other = JSON.readTree(report(new ToyPlan(2, 2)).json());
        assertThat(other.get("sites")).isEqualTo(one.get("sites"));
    }

    @Test
    void underSaelensConventionsADivergenceIsAMeanOverTheEndsTooAndAClassesShareIsNot() throws JsonProcessingException {
        String json = report(new ToyPlan(4, 1).saelens()).json();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(RunFiles.schema());
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        JsonNode report = JSON.readTree(json);
        assertThat(report.at("/positions/conventions").asText()).isEqualTo("saelens");
        double scored = report.at("/positions/scored").asDouble();
        double ends = report.at("/positions/ends").asDouble();
        assertThat(ends).isEqualTo(11);
        List<SequenceRecord> records = ToyRun.of(new ToyPlan(4, 1).saelens()).records();
        double sum = 0;
        double loss = 0;
        for (SequenceRecord record : records) {
            ArmSums half = record.arms().get(0).get(0);
            sum += half.scored().sums()[0] + half.scored().ends()[0];
            loss += half.scored().sums()[1];
        }
        JsonNode arm = report.at("/sites/0/arms/0");
        assertThat(arm.at("/figures/d/value").asDouble()).isCloseTo(sum / (scored + ends), within(1e-12));
        assertThat(arm.at("/figures/loss/value").asDouble()).isCloseTo(loss / scored, within(1e-12));
        assertThat(arm.at("/classes/parity/even/figures/d/of_total/value").asDouble()
                        + arm.at("/classes/parity/odd/figures/d/of_total/value").asDouble())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void theReportComparesTheInterventionWithItsFloor() throws JsonProcessingException {
        JsonNode arm = JSON.readTree(report(new ToyPlan(4, 1)).json()).at("/sites/0/arms/0");
        assertThat(arm.at("/name").asText()).isEqualTo("half");
        double value = arm.at("/figures/d/value").asDouble();
        double floor = arm.at("/floors/noise/d/floor/value").asDouble();
        assertThat(arm.at("/floors/noise/d/ratio/value").asDouble()).isEqualTo(value / floor);
        assertThat(arm.at("/classes/parity/even/n/value").asDouble()
                        + arm.at("/classes/parity/odd/n/value").asDouble())
                .isEqualTo(JSON.readTree(report(new ToyPlan(4, 1)).json())
                        .at("/positions/scored")
                        .asDouble());
    }

    @Test
    void theReportSaysHowManySinksThereAre() throws JsonProcessingException {
        JsonNode site = JSON.readTree(report(new ToyPlan(4, 1)).json()).at("/sites/0");
        assertThat(site.at("/arms/0/sinks/count").isInt()).isTrue();
        assertThat(site.at("/arms/0/sinks/median_norm").asDouble()).isPositive();
        assertThat(site.at("/arms/1").has("sinks")).isFalse();
    }

    @Test
    void theReportSaysHowManyFeaturesAreAlive() throws JsonProcessingException {
        JsonNode site = JSON.readTree(report(new ToyPlan(4, 1)).json()).at("/sites/0");
        JsonNode features = site.at("/arms/0/features");
        assertThat(features.at("/count").asInt()).isEqualTo(3);
        assertThat(features.at("/dead").asInt()).isEqualTo(1);
        assertThat(features.at("/alive_share").asDouble()).isEqualTo(2 / 3.0);
        assertThat(features.at("/density/1e-1").asInt()).isPositive();
        assertThat(site.at("/arms/1").has("features")).isFalse();
    }

    @Test
    void theConsoleNamesEverySiteArmAndFloor() {
        assertThat(report(new ToyPlan(4, 1)).console())
                .contains(
                        "layer.0",
                        "layer.1",
                        "half",
                        "noise ×3",
                        "Against the noise floors",
                        "multiple",
                        "zero",
                        "d (nats)",
                        "Arithmetic alone");
    }

    @Test
    void aRunThatMeasuresNoDistanceHasNoEmptyTable() {
        Plan all = new ToyPlan(4, 1).plan();
        Plan norms = ChangedPlan.of(all, Map.of("metrics", all.metrics().subList(1, 2)));
        assertThat(report(norms).console())
                .doesNotContain("What each change costs", "Excess over")
                .contains("Further figures", "layer.0", "Arithmetic alone");
    }
}
