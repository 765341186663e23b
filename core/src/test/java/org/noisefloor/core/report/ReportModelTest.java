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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Figure;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.summary.Summarizing;
import org.noisefloor.core.summary.Summary;

class ReportModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a run of the toy model reports: the JSON, then the text of the console. */
    private record Reported(String json, String console) {}

    private static Reported report(ToyPlan toy) {
        return report(toy.plan());
    }

    private static Reported report(Plan plan) {
        List<SequenceRecord> records = new ArrayList<>();
        try (Experiment run = Experiment.open(plan, Path.of("target/cache"), new ToyPlan.Silence())) {
            run.run(records::add);
            Summary summary = Summarizing.summarize(
                    run.layout(), run.measures(), records, run.numericFloor(), Set.of("noise"), plan.seed(), 200);
            return new Reported(
                    JSON.writeValueAsString(ReportModel.of(plan, run, summary, List.of())),
                    ConsoleSummary.of(plan, run, summary, 100));
        } catch (JsonProcessingException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aReportIsValidAgainstTheShippedSchema() {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(RunFiles.schema());
        assertThat(schema.validate(report(new ToyPlan(4, 1)).json(), InputFormat.JSON))
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
        assertThat(report(new ToyPlan(4, 1)).json()).isEqualTo(one.toString());
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
        List<SequenceRecord> records = new ArrayList<>();
        try (Experiment run =
                Experiment.open(new ToyPlan(4, 1).saelens(), Path.of("target/cache"), new ToyPlan.Silence())) {
            run.run(records::add);
        }
        double sum = 0;
        double loss = 0;
        for (SequenceRecord record : records) {
            ArmSums half = record.arms().get(0).get(0);
            sum += half.scored()[0] + half.ends()[0];
            loss += half.scored()[1];
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
