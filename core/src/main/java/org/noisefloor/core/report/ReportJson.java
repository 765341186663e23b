package org.noisefloor.core.report;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FigureReport.BySequence;
import org.noisefloor.api.report.FigureReport.InfinitePositions;
import org.noisefloor.api.report.FigureReport.Quantiles;
import org.noisefloor.api.report.FigureReport.Spread;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.summary.Summarizer;

/**
 * {@code report.json}: the {@link RunReport}, component for key, in snake case, as {@code report.schema.json} describes it. What is read
 * is equal to what was written.
 *
 * <p>Numbers that JSON cannot say are null; of an infinite one its sign stands beside it, under {@code infinite}: by key where several
 * numbers of an object may be. The parts of an estimate stand among what they are the estimate of, so that a reader finds {@code value},
 * {@code low} and {@code high} where he looks.
 */
public final class ReportJson {
    private static final ObjectMapper JSON = mapper();

    private ReportJson() {}

    private static ObjectMapper mapper() {
        SimpleModule module = new SimpleModule()
                .addSerializer(Double.class, new NumberWriter())
                .addSerializer(Double.TYPE, new NumberWriter())
                .addDeserializer(Double.class, new NumberReader())
                .addDeserializer(Double.TYPE, new NumberReader())
                .addSerializer(enums())
                .addSerializer(Estimate.class, new Writer<>(Estimate.class, ReportJson::estimate))
                .addSerializer(FigureReport.class, new Writer<>(FigureReport.class, ReportJson::figure))
                .addSerializer(EquivalentNoise.class, new Writer<>(EquivalentNoise.class, ReportJson::equivalentNoise))
                .addSerializer(ClassReport.class, new Writer<>(ClassReport.class, ReportJson::ofClass))
                .addSerializer(RunReport.GateOutcome.class, new Writer<>(RunReport.GateOutcome.class, ReportJson::gate))
                .addSerializer(
                        RunReport.NumericFloor.class,
                        new Writer<>(RunReport.NumericFloor.class, ReportJson::numericFloor))
                .addSerializer(RunReport.Again.class, new Writer<>(RunReport.Again.class, ReportJson::again))
                .addSerializer(RunReport.Until.class, new Writer<>(RunReport.Until.class, ReportJson::until))
                .addDeserializer(Estimate.class, new Reader<>(Estimate.class, ReportJson::estimate))
                .addDeserializer(FigureReport.class, new Reader<>(FigureReport.class, ReportJson::figure))
                .addDeserializer(
                        EquivalentNoise.class, new Reader<>(EquivalentNoise.class, ReportJson::equivalentNoise))
                .addDeserializer(ClassReport.class, new Reader<>(ClassReport.class, ReportJson::ofClass))
                .addDeserializer(
                        RunReport.GateOutcome.class, new Reader<>(RunReport.GateOutcome.class, ReportJson::gate))
                .addDeserializer(
                        RunReport.NumericFloor.class,
                        new Reader<>(RunReport.NumericFloor.class, ReportJson::numericFloor))
                .addDeserializer(RunReport.Until.class, new Reader<>(RunReport.Until.class, ReportJson::until));
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .defaultPrettyPrinter(new DefaultPrettyPrinter()
                        .withObjectIndenter(new OuterLevels())
                        .withArrayIndenter(new OuterLevels()))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
                .addMixIn(ArmReport.class, WithDose.class)
                .addModule(module)
                .build();
    }

    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value) + "\n";
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads a {@code report.json}.
     *
     * @throws UserError if it is none, or of another version
     */
    static RunReport read(Path file) {
        try {
            JsonNode tree = JSON.readTree(Files.readString(file));
            if (!tree.isObject()) {
                throw new UserError(file + ": holds no report; " + ANEW);
            }
            if (tree.path("version").asInt(-1) != Summarizer.VERSION) {
                throw new UserError(file + ": version " + tree.path("version").asText("unknown")
                        + " of the report, but this noisefloor reads version " + Summarizer.VERSION
                        + "; " + ANEW);
            }
            List<String> lost =
                    PARTS.stream().filter(key -> !tree.hasNonNull(key)).toList();
            if (!lost.isEmpty()) {
                throw new UserError(file + ": a report without " + String.join(", ", lost) + "; " + ANEW);
            }
            return JSON.treeToValue(tree, RunReport.class);
        } catch (IOException failed) {
            throw FinishedRun.unusable(file, failed);
        }
    }

    /** A report or a part of one. */
    static <T> T parsed(String json, Class<T> type) throws JsonProcessingException {
        return JSON.readValue(json, type);
    }

    private static final String ANEW =
            "'noisefloor summarize' makes it anew where the records are of this version, else"
                    + " run the config once more";

    /** What no report is without. */
    private static final List<String> PARTS = List.of(
            "model", "positions", "batch", "bootstrap", "figures", "numeric_floor", "sites", "pairs", "warnings");

    /** Lines for the outer levels alone: thousands of classes and estimates are easier to read, and smaller, a line each. */
    private static final class OuterLevels extends DefaultIndenter {
        private static final long serialVersionUID = 1;
        private static final int DEEPEST = 7;

        @Override
        public void writeIndentation(JsonGenerator json, int level) throws IOException {
            if (level <= DEEPEST) {
                super.writeIndentation(json, level);
            } else {
                json.writeRaw(' ');
            }
        }
    }

    /** A dose that is absent is none, not one that is undefined. */
    @SuppressWarnings("UnusedMethod") // Jackson reads its annotation
    private interface WithDose {
        @JsonDeserialize(using = AbsentNumberReader.class)
        @Nullable
        Double dose();
    }

    private static StdSerializer<Enum<?>> enums() {
        return new StdSerializer<>(Enum.class, false) {
            private static final long serialVersionUID = 1;

            @Override
            public void serialize(Enum<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
                json.writeString(value.name().toLowerCase(Locale.ROOT));
            }
        };
    }

    /** Null for what JSON cannot say. */
    private static final class NumberWriter extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;

        NumberWriter() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            number(json, value);
        }
    }

    private static class NumberReader extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1;

        NumberReader() {
            super(Double.class);
        }

        @Override
        public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getDoubleValue();
        }

        @Override
        public @Nullable Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    private static final class AbsentNumberReader extends NumberReader {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Double getNullValue(DeserializationContext context) {
            return null;
        }
    }

    /** Writes the fields of an object that Jackson cannot lay out by itself. */
    private interface Fields<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }

    private static final class Writer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1;
        private final transient Fields<T> fields;

        Writer(Class<T> type, Fields<T> fields) {
            super(type);
            this.fields = fields;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            fields.write(value, json);
            json.writeEndObject();
        }
    }

    /** Makes a value of an object's fields. */
    private interface Made<T> {
        T of(JsonNode node) throws IOException;
    }

    private static final class Reader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;
        private final transient Made<T> made;

        Reader(Class<T> type, Made<T> made) {
            super(type);
            this.made = made;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return made.of(json.readValueAsTree());
        }
    }

    private static void number(JsonGenerator json, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    private static void numberField(JsonGenerator json, String key, double value) throws IOException {
        json.writeFieldName(key);
        number(json, value);
    }

    /** A number of which an infinite one is told: one in an object. */
    private static void signedField(JsonGenerator json, String key, double value) throws IOException {
        numberField(json, key, value);
        if (Double.isInfinite(value)) {
            json.writeStringField("infinite", sign(value));
        }
    }

    private static String sign(double infinite) {
        return infinite > 0 ? "+" : "-";
    }

    private static double signed(JsonNode node, String key) {
        return signed(node.path(key), node.path("infinite"));
    }

    /** @param sign absent unless the number is infinite */
    private static double signed(JsonNode number, JsonNode sign) {
        return switch (sign.asText()) {
            case "+" -> Double.POSITIVE_INFINITY;
            case "-" -> Double.NEGATIVE_INFINITY;
            default -> number(number);
        };
    }

    /** Says after several numbers of an object which of them are infinite. */
    private static void signs(JsonGenerator json, Map<String, Double> numbers) throws IOException {
        Map<String, String> signs = new LinkedHashMap<>();
        numbers.forEach((key, value) -> {
            if (Double.isInfinite(value)) {
                signs.put(key, sign(value));
            }
        });
        if (!signs.isEmpty()) {
            json.writePOJOField("infinite", signs);
        }
    }

    private static double number(JsonNode node, String key) {
        return number(node.path(key));
    }

    private static double number(JsonNode number) {
        return number.isNumber() ? number.asDouble() : Double.NaN;
    }

    private static @Nullable String text(JsonNode node, String key) {
        return node.path(key).isTextual() ? node.path(key).asText() : null;
    }

    private static void estimate(Estimate estimate, JsonGenerator json) throws IOException {
        ends(estimate, json);
        if (!Double.isNaN(estimate.drawError())) {
            numberField(json, "draw_error", estimate.drawError());
        }
        if (estimate.missing() != null) {
            json.writeStringField("missing", estimate.missing());
        }
        if (estimate.note() != null) {
            json.writeStringField("note", estimate.note());
        }
    }

    private static void ends(Estimate estimate, JsonGenerator json) throws IOException {
        signedField(json, "value", estimate.value());
        numberField(json, "low", estimate.low());
        numberField(json, "high", estimate.high());
    }

    private static Estimate estimate(JsonNode node) {
        return new Estimate(
                signed(node, "value"),
                number(node, "low"),
                number(node, "high"),
                number(node, "draw_error"),
                text(node, "missing"),
                text(node, "note"));
    }

    private static void gate(RunReport.GateOutcome outcome, JsonGenerator json) throws IOException {
        json.writeStringField("condition", outcome.condition());
        json.writeStringField("site", outcome.site());
        json.writeStringField("intervention", outcome.intervention());
        signedField(json, "value", outcome.value());
        json.writeBooleanField("holds", outcome.holds());
        if (outcome.missing() != null) {
            json.writeStringField("missing", outcome.missing());
        }
    }

    private static RunReport.GateOutcome gate(JsonNode node) {
        return new RunReport.GateOutcome(
                node.path("condition").asText(),
                node.path("site").asText(),
                node.path("intervention").asText(),
                signed(node, "value"),
                node.path("holds").asBoolean(),
                text(node, "missing"));
    }

    private static void until(RunReport.Until until, JsonGenerator json) throws IOException {
        json.writeStringField("figure", until.figure());
        json.writeStringField("width", until.width());
        json.writePOJOField("looks", until.looks());
        json.writeBooleanField("reached", until.reached());
        signedField(json, "widest", until.widest());
        json.writeStringField("site", until.site());
        json.writeStringField("intervention", until.intervention());
    }

    private static RunReport.Until until(JsonNode node) {
        List<Integer> looks = new ArrayList<>();
        node.path("looks").forEach(each -> looks.add(each.asInt()));
        return new RunReport.Until(
                node.path("figure").asText(),
                node.path("width").asText(),
                List.copyOf(looks),
                node.path("reached").asBoolean(),
                signed(node, "widest"),
                node.path("site").asText(),
                node.path("intervention").asText());
    }

    private static void figure(FigureReport figure, JsonGenerator json) throws IOException {
        estimate(figure.estimate(), json);
        if (figure.bySequence() != null) {
            json.writePOJOField("by_sequence", figure.bySequence());
        }
        if (figure.belowNumericFloor()) {
            json.writeBooleanField("below_numeric_floor", true);
        }
        if (figure.infinite() != null) {
            numberField(json, "infinite_positions", figure.infinite().positions());
            numberField(json, "mean_of_the_rest", figure.infinite().meanOfTheRest());
        }
        if (figure.spread() != null) {
            json.writeObjectFieldStart("spread");
            json.writePOJOField("histogram", figure.spread().histogram());
            Quantiles quantiles = figure.spread().quantiles();
            if (quantiles != null) {
                Map<String, Double> numbers = new LinkedHashMap<>();
                numbers.put("median", quantiles.median());
                numbers.put("q90", quantiles.q90());
                numbers.put("q99", quantiles.q99());
                numbers.put("top_1_percent", quantiles.topShare());
                for (Map.Entry<String, Double> each : numbers.entrySet()) {
                    numberField(json, each.getKey(), each.getValue());
                }
                signs(json, numbers);
            }
            json.writeEndObject();
        }
    }

    private static FigureReport figure(JsonNode node) {
        return new FigureReport(
                estimate(node),
                node.has("by_sequence") ? bySequence(node.path("by_sequence")) : null,
                node.path("below_numeric_floor").asBoolean(),
                node.has("infinite_positions")
                        ? new InfinitePositions(number(node, "infinite_positions"), number(node, "mean_of_the_rest"))
                        : null,
                node.has("spread") ? spread(node.path("spread")) : null);
    }

    private static BySequence bySequence(JsonNode node) {
        return new BySequence(number(node, "low"), number(node, "high"), number(node, "width_ratio"));
    }

    private static Spread spread(JsonNode node) {
        Map<String, Long> histogram = new LinkedHashMap<>();
        node.path("histogram")
                .properties()
                .forEach(bin -> histogram.put(bin.getKey(), bin.getValue().asLong()));
        return new Spread(
                histogram,
                node.has("median")
                        ? new Quantiles(
                                oneOfSeveral(node, "median"),
                                oneOfSeveral(node, "q90"),
                                oneOfSeveral(node, "q99"),
                                oneOfSeveral(node, "top_1_percent"))
                        : null);
    }

    private static double oneOfSeveral(JsonNode node, String key) {
        return signed(node.path(key), node.path("infinite").path(key));
    }

    private static void numericFloor(RunReport.NumericFloor floor, JsonGenerator json) throws IOException {
        json.writeStringField("what", floor.what());
        json.writeNumberField("positions", floor.positions());
        numberField(json, "largest_logit_difference", floor.largestLogitDifference());
        json.writePOJOField("figures", floor.figures());
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("largest_logit_difference", floor.largestLogitDifference());
        numbers.putAll(floor.figures());
        signs(json, numbers);
        if (floor.again() != null) {
            json.writePOJOField("again", floor.again());
        }
    }

    private static RunReport.NumericFloor numericFloor(JsonNode node) throws IOException {
        return new RunReport.NumericFloor(
                node.path("what").asText(),
                node.path("positions").asLong(),
                oneOfSeveral(node, "largest_logit_difference"),
                numbers(node, "figures"),
                node.has("again") ? again(node.path("again")) : null);
    }

    private static void again(RunReport.Again again, JsonGenerator json) throws IOException {
        json.writeStringField("what", again.what());
        json.writeStringField("arm", again.arm());
        json.writeStringField("backend", again.backend());
        json.writePOJOField("options", again.options());
        json.writePOJOField("larger", again.larger());
        signs(json, again.larger());
    }

    private static RunReport.Again again(JsonNode node) throws IOException {
        return new RunReport.Again(
                node.path("what").asText(),
                node.path("arm").asText(),
                node.path("backend").asText(),
                JSON.treeToValue(node.path("options"), new TypeReference<LinkedHashMap<String, Object>>() {}),
                numbers(node, "larger"));
    }

    /** An object of numbers, and beside it which of them are infinite. */
    private static Map<String, Double> numbers(JsonNode node, String key) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : node.path(key).properties()) {
            numbers.put(
                    each.getKey(), signed(each.getValue(), node.path("infinite").path(each.getKey())));
        }
        return numbers;
    }

    private static void equivalentNoise(EquivalentNoise each, JsonGenerator json) throws IOException {
        estimate(each.multiple(), json);
        json.writeStringField("bound", String.valueOf(each.bound()));
    }

    private static EquivalentNoise equivalentNoise(JsonNode node) {
        return new EquivalentNoise(
                estimate(node), node.path("bound").asText("=").charAt(0));
    }

    /** Why there is no interval is said once, with the number of positions: thousands of figures would repeat it. */
    private static void ofClass(ClassReport of, JsonGenerator json) throws IOException {
        json.writePOJOField("n", of.n());
        json.writeObjectFieldStart("share");
        estimate(of.share(), json);
        json.writeEndObject();
        json.writeObjectFieldStart("figures");
        for (Map.Entry<String, ClassFigure> figure : of.figures().entrySet()) {
            json.writeObjectFieldStart(figure.getKey());
            inClass(figure.getValue().estimate(), of, json);
            Estimate ofTotal = figure.getValue().ofTotal();
            if (ofTotal != null) {
                json.writeObjectFieldStart("of_total");
                inClass(ofTotal, of, json);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        if (!of.floors().isEmpty()) {
            json.writeObjectFieldStart("floors");
            for (Map.Entry<String, ClassContrast> floor : of.floors().entrySet()) {
                json.writeObjectFieldStart(floor.getKey());
                json.writeObjectFieldStart("share");
                json.writePOJOField("excess", floor.getValue().shareExcess());
                json.writeEndObject();
                json.writePOJOField("figures", floor.getValue().figures());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private static void inClass(Estimate estimate, ClassReport of, JsonGenerator json) throws IOException {
        if (estimate.missing() == null || !estimate.missing().equals(of.n().missing())) {
            estimate(estimate, json);
            return;
        }
        numberField(json, "value", estimate.value());
        if (!Double.isNaN(estimate.drawError())) {
            numberField(json, "draw_error", estimate.drawError());
        }
    }

    private static ClassReport ofClass(JsonNode node) {
        Estimate n = estimate(node.path("n"));
        Map<String, ClassFigure> figures = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> figure : node.path("figures").properties()) {
            JsonNode value = figure.getValue();
            figures.put(
                    figure.getKey(),
                    new ClassFigure(
                            inClass(value, n), value.has("of_total") ? inClass(value.path("of_total"), n) : null));
        }
        Map<String, ClassContrast> floors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> floor : node.path("floors").properties()) {
            Map<String, ClassExcess> excesses = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> figure :
                    floor.getValue().path("figures").properties()) {
                JsonNode value = figure.getValue();
                excesses.put(
                        figure.getKey(),
                        new ClassExcess(
                                estimate(value.path("excess")),
                                value.has("ratio") ? estimate(value.path("ratio")) : null));
            }
            floors.put(
                    floor.getKey(), new ClassContrast(estimate(floor.getValue().at("/share/excess")), excesses));
        }
        return new ClassReport(n, estimate(node.path("share")), figures, floors);
    }

    /** Undoes what {@link #inClass(Estimate, ClassReport, JsonGenerator)} leaves out. */
    private static Estimate inClass(JsonNode node, Estimate n) {
        Estimate estimate = estimate(node);
        String reason = n.missing();
        return node.has("low") || reason == null
                ? estimate
                : Estimate.withoutInterval(estimate.value(), reason).withDrawError(estimate.drawError());
    }
}
