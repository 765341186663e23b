package org.noisefloor.plugin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.ReportWriter;
import org.noisefloor.api.RunResult;

/**
 * {@code summary.md}: what a pull request should say. For each site a table of the interventions (the first divergence and the
 * first signed difference of the config, the loss recovered, the multiple of each noise floor, with intervals) and a sentence
 * with the answer for each.
 *
 * <p>An intervention does more or less damage than a floor where the interval of the multiple lies on one side of 1; otherwise the
 * run cannot tell. No multiple, no verdict.
 */
public final class MarkdownWriter implements ReportWriter<NoOptions> {
    static final String FILE = "summary.md";
    private static final String LOSS_RECOVERED = "loss_recovered";

    @Override
    public String id() {
        return "markdown";
    }

    @Override
    public String summary() {
        return FILE + ": a table and a sentence for each site, for a pull request";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options) throws IOException {
        Files.writeString(folder.resolve(FILE), page(new ObjectMapper().valueToTree(run.report())));
    }

    static String page(JsonNode report) {
        StringBuilder page = new StringBuilder("# Damage or noise\n\n");
        page.append(String.format(
                        Locale.ROOT,
                        "%s, %,d scored positions in %,d sequences; 95 %% intervals in brackets.%n",
                        report.at("/model/architecture").asText("a model"),
                        report.at("/positions/scored").asLong(),
                        report.at("/positions/sequences").asLong())
                .replace("\r", ""));
        for (JsonNode site : report.path("sites")) {
            new OfSite(report, site).write(page);
        }
        if (!report.path("warnings").isEmpty()) {
            page.append('\n');
            report.path("warnings")
                    .forEach(warning -> page.append("- Warning: ")
                            .append(cell(warning.asText()))
                            .append(".\n"));
        }
        return page.toString();
    }

    private static String cell(String text) {
        return text.replaceAll("[\\r\\n]+", " ").replace("|", "\\|");
    }

    /** A number and its interval; a dash for one that is missing. */
    private static String shown(JsonNode estimate, String suffix) {
        if (!estimate.path("value").isNumber()) {
            return "–";
        }
        String value = number(estimate.path("value")) + suffix;
        return estimate.path("low").isNumber() && estimate.path("high").isNumber()
                ? value + " [" + number(estimate.path("low")) + ", " + number(estimate.path("high")) + "]"
                : value;
    }

    private static String number(JsonNode value) {
        return value.asDouble() == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value.asDouble());
    }

    /** One site's part of the page. */
    private record OfSite(JsonNode report, JsonNode site) {

        void write(StringBuilder page) {
            List<JsonNode> arms = StreamSupport.stream(site.path("arms").spliterator(), false)
                    .filter(arm -> arm.path("role").asText().equals("intervention"))
                    .toList();
            page.append("\n## ").append(cell(site.path("name").asText())).append("\n\n");
            if (arms.isEmpty()) {
                page.append("No intervention was made here.\n");
                return;
            }
            String divergence = first("divergence");
            String difference = first("difference");
            Set<String> floors = keys(arms, "floors");
            Set<String> ablations = keys(arms, "recovered/" + LOSS_RECOVERED);
            List<String> header = new ArrayList<>(List.of("intervention"));
            Stream.of(divergence, difference)
                    .filter(figure -> !figure.isEmpty())
                    .forEach(header::add);
            ablations.forEach(each -> header.add("loss recovered (" + each + ")"));
            floors.forEach(each -> header.add("× " + each));
            row(page, header);
            row(
                    page,
                    header.stream()
                            .map(column -> column.equals("intervention") ? "---" : "--:")
                            .toList());
            for (JsonNode arm : arms) {
                List<String> cells = new ArrayList<>(List.of(arm.path("name").asText()));
                Stream.of(divergence, difference)
                        .filter(figure -> !figure.isEmpty())
                        .forEach(figure -> cells.add(shown(arm.path("figures").path(figure), "")));
                ablations.forEach(each -> cells.add(
                        shown(arm.path("recovered").path(LOSS_RECOVERED).path(each), "")));
                floors.forEach(each -> cells.add(shown(ratio(arm, each, divergence), "×")));
                row(page, cells);
            }
            page.append('\n');
            arms.forEach(arm -> page.append(answer(arm, divergence)).append('\n'));
        }

        private static void row(StringBuilder page, List<String> cells) {
            page.append("| ")
                    .append(String.join(
                            " | ", cells.stream().map(MarkdownWriter::cell).toList()))
                    .append(" |\n");
        }

        /** The first figure of a kind that has values; empty if there is none. */
        private String first(String kind) {
            return report.path("figures").properties().stream()
                    .filter(figure -> figure.getValue().path("kind").asText().equals(kind))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
        }

        private static Set<String> keys(List<JsonNode> arms, String path) {
            Set<String> keys = new LinkedHashSet<>();
            arms.forEach(arm -> arm.at("/" + path).properties().forEach(each -> keys.add(each.getKey())));
            return keys;
        }

        private static JsonNode ratio(JsonNode arm, String floor, String figure) {
            return arm.path("floors").path(floor).path(figure).path("ratio");
        }

        private static String answer(JsonNode arm, String figure) {
            List<String> worse = new ArrayList<>();
            List<String> milder = new ArrayList<>();
            List<String> open = new ArrayList<>();
            arm.path("floors").properties().forEach(floor -> {
                JsonNode ratio = floor.getValue().path(figure).path("ratio");
                if (ratio.path("low").asDouble(0) > 1) {
                    worse.add(floor.getKey());
                } else if (ratio.path("high").asDouble(Double.MAX_VALUE) < 1) {
                    milder.add(floor.getKey());
                } else {
                    open.add(floor.getKey());
                }
            });
            String name = "**" + cell(arm.path("name").asText()) + "** ";
            if (worse.size() + milder.size() + open.size() == 0) {
                return name + "stands against no noise floor, so this run does not tell damage from noise.";
            }
            List<String> parts = new ArrayList<>();
            if (!worse.isEmpty()) {
                parts.add("does more damage than " + and(worse));
            }
            if (!milder.isEmpty()) {
                parts.add("does less damage than " + and(milder));
            }
            if (!open.isEmpty()) {
                parts.add("cannot be told from " + and(open));
            }
            return name + String.join(", ", parts) + " (" + figure + ").";
        }

        private static String and(List<String> names) {
            int last = names.size() - 1;
            return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
        }
    }
}
