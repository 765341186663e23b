package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.ReportWriter;
import org.noisefloor.api.RunResult;

/**
 * {@code summary.csv}: every estimate of {@code report.json} as one row of a tidy table, as pandas and R like it.
 *
 * <p>RFC 4180: a header, CR LF, quotes only where a field needs them. Numbers are {@code report.json}'s, to the last digit; a null
 * is an empty field, and its reason stands under {@code missing}.
 *
 * <ul>
 *   <li>Pitfall: {@code what} says what a row is. Filter by it first: the figures of classes stand beside those of the whole.
 * </ul>
 */
public final class CsvWriter implements ReportWriter<NoOptions> {
    static final String FILE = "summary.csv";
    static final List<String> COLUMNS = List.of(
            "site",
            "arm",
            "type",
            "role",
            "matched_to",
            "draws",
            "what",
            "figure",
            "against",
            "stratifier",
            "class",
            "metric",
            "unit",
            "kind",
            "positions",
            "value",
            "low",
            "high",
            "draw_error",
            "bound",
            "below_numeric_floor",
            "missing");
    private static final List<String> OF_FLOOR = List.of("floor", "excess", "ratio");
    private static final List<String> OF_RANKS = List.of("above", "below", "tied", "mid_rank");

    @Override
    public String id() {
        return "csv";
    }

    @Override
    public String summary() {
        return FILE + ": every estimate of the report as a row of a tidy table";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options) throws IOException {
        JsonNode report = new ObjectMapper().valueToTree(run.report());
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(FILE))) {
            line(out, COLUMNS);
            for (JsonNode site : report.path("sites")) {
                for (JsonNode arm : site.path("arms")) {
                    new Table(report, site, arm, out).all();
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private static void line(BufferedWriter out, List<String> fields) throws IOException {
        out.write(String.join(",", fields.stream().map(CsvWriter::quoted).toList()));
        out.write("\r\n");
    }

    static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** The rows of one arm. */
    private record Table(JsonNode report, JsonNode site, JsonNode arm, BufferedWriter out) {

        void all() {
            arm.path("figures").properties().forEach(figure -> figure(figure.getKey(), figure.getValue()));
            arm.path("floors")
                    .properties()
                    .forEach(floor -> floor.getValue()
                            .properties()
                            .forEach(figure -> floor(floor.getKey(), figure.getKey(), figure.getValue())));
            arm.path("recovered")
                    .properties()
                    .forEach(figure -> figure.getValue()
                            .properties()
                            .forEach(ablation -> row(
                                    "recovered",
                                    figure.getKey(),
                                    ablation.getKey(),
                                    scored(),
                                    ablation.getValue(),
                                    Map.of())));
            arm.path("equivalent_noise")
                    .properties()
                    .forEach(curve -> curve.getValue()
                            .properties()
                            .forEach(figure -> row(
                                    "equivalent_noise",
                                    figure.getKey(),
                                    curve.getKey(),
                                    scored(),
                                    figure.getValue(),
                                    Map.of(
                                            "bound",
                                            figure.getValue().path("bound").asText()))));
            arm.path("classes")
                    .properties()
                    .forEach(stratifier -> stratifier
                            .getValue()
                            .properties()
                            .forEach(each -> inClass(stratifier.getKey(), each.getKey(), each.getValue())));
        }

        private void figure(String name, JsonNode estimate) {
            JsonNode about = report.path("figures").path(name);
            row(
                    "figure",
                    name,
                    "",
                    report.path("positions").path(about.path("positions").asText()),
                    estimate,
                    estimate.path("below_numeric_floor").asBoolean()
                            ? Map.of("below_numeric_floor", "true")
                            : Map.of());
        }

        private void floor(String floor, String figure, JsonNode comparison) {
            OF_FLOOR.stream()
                    .filter(comparison::has)
                    .forEach(what -> row(what, figure, floor, scored(), comparison.path(what), Map.of()));
            OF_RANKS.stream()
                    .filter(comparison.path("ranks")::has)
                    .forEach(what -> row(
                            what,
                            figure,
                            floor,
                            scored(),
                            comparison.path("ranks").path(what),
                            Map.of()));
        }

        private void inClass(String stratifier, String name, JsonNode of) {
            Map<String, String> where = Map.of("stratifier", stratifier, "class", name);
            JsonNode n = of.path("n").path("value");
            row("class_share", "", "", n, of.path("share"), where);
            of.path("figures").properties().forEach(figure -> {
                row("in_class", figure.getKey(), "", n, figure.getValue(), where);
                if (figure.getValue().has("of_total")) {
                    row("of_total", figure.getKey(), "", n, figure.getValue().path("of_total"), where);
                }
            });
            of.path("floors").properties().forEach(floor -> {
                String against = floor.getKey();
                JsonNode share = floor.getValue().path("share").path("excess");
                row("class_share_excess", "", against, n, share, where);
                floor.getValue()
                        .path("figures")
                        .properties()
                        .forEach(figure -> OF_FLOOR.stream()
                                .filter(figure.getValue()::has)
                                .forEach(what -> row(
                                        "in_class_" + what,
                                        figure.getKey(),
                                        against,
                                        n,
                                        figure.getValue().path(what),
                                        where)));
            });
        }

        private JsonNode scored() {
            return report.path("positions").path("scored");
        }

        private void row(
                String what,
                String figure,
                String against,
                JsonNode positions,
                JsonNode estimate,
                Map<String, String> more) {
            JsonNode about = report.path("figures").path(figure);
            boolean inUnit = List.of("figure", "floor", "excess", "in_class", "in_class_excess")
                    .contains(what);
            Map<String, String> fields = new LinkedHashMap<>(more);
            fields.put("site", text(site.path("name")));
            for (String key : List.of("type", "role", "matched_to", "draws")) {
                fields.put(key, text(arm.path(key)));
            }
            fields.put("arm", text(arm.path("name")));
            fields.put("what", what);
            fields.put("figure", figure);
            fields.put("against", against);
            fields.put("metric", text(about.path("metric")));
            fields.put("unit", inUnit ? text(about.path("unit")) : "");
            fields.put("kind", text(about.path("kind")));
            fields.put("positions", text(positions));
            for (String key : List.of("value", "low", "high", "draw_error", "missing")) {
                fields.put(key, text(estimate.path(key)));
            }
            List<String> inOrder = new ArrayList<>();
            COLUMNS.forEach(column -> inOrder.add(fields.getOrDefault(column, "")));
            try {
                line(out, inOrder);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static String text(JsonNode value) {
            return value.isNull() || value instanceof MissingNode ? "" : value.asText();
        }
    }
}
