package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A plot: one of the Vega-Lite specs among the resources, into which the run's data is put, with what is seen in words above and the
 * same figures as a table below, for those who do not see it or run no scripts.
 *
 * <p>A string in the spec that begins with {@code $} is replaced by the parameter of that name.
 */
final class Plot {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double[] POWERS = {1};
    private static final double[] STEPS = {1, 2, 5};
    private static final double[] FINER_STEPS = {1, 1.5, 2, 3, 5, 7};
    private static final int FEW_TICKS = 3;
    /** What an axis with its title takes, in pixels. */
    private static final int AXIS_HEIGHT = 48;
    /** More numbers than that do not fit beside each other on a phone. */
    private static final int MOST_TICKS = 7;

    private final String spec;
    private final String title;
    private final ObjectNode parameters = JSON.createObjectNode();
    private final ArrayNode data = JSON.createArrayNode();
    private String note = "";
    private List<Series> legend = List.of();
    private Html table = new Html();

    /** @param title what is seen, in words */
    Plot(String spec, String title) {
        this.spec = spec;
        this.title = title;
        parameters.set("data", data);
        parameters.put("title", title);
    }

    /** What has to be known to read it: n, intervals, what is left out. */
    Plot note(String text) {
        note = text;
        return this;
    }

    Plot set(String parameter, Object value) {
        parameters.set(parameter, JSON.valueToTree(value));
        return this;
    }

    /** A linear axis that begins at zero, or below where there is something. */
    Plot fromZero() {
        return set("scale", Map.of("zero", true)).set("ticks", Map.of());
    }

    /**
     * A log axis with numbers at 1, 2 and 5 times powers of ten, or at these powers alone where that would be many.
     *
     * @param prefix before the names of the two parameters, {@code scale} and {@code ticks}
     */
    Plot log(String prefix, double least, double most) {
        double room = Math.max(1.1, Math.pow(most / least, 0.04));
        double low = least / room;
        double high = most * room;
        List<Double> ticks = ticks(low, high, STEPS);
        if (ticks.size() > MOST_TICKS) {
            ticks = ticks(low, high, POWERS);
        } else if (ticks.size() < FEW_TICKS) {
            ticks = ticks(low, high, FINER_STEPS);
        }
        return set(
                        prefix + "scale",
                        new TreeMap<>(
                                Map.of("type", "log", "nice", false, "domain", List.of(rounded(low), rounded(high)))))
                .set(prefix + "ticks", new TreeMap<>(Map.of("values", ticks, "format", "~g")));
    }

    private static List<Double> ticks(double low, double high, double[] steps) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double step : steps) {
                double tick = BigDecimal.valueOf(step).movePointRight(power).doubleValue();
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** @param step height of a row, in pixels */
    Plot rows(List<String> names, int step) {
        return set("rows", names).set("height", names.size() * step + AXIS_HEIGHT);
    }

    Plot series(List<Series> series) {
        legend = series;
        set("domain", series.stream().map(Series::label).toList());
        set("colours", series.stream().map(Series::colour).toList());
        set("shapes", series.stream().map(Series::shape).toList());
        return this;
    }

    Plot point(Map<String, Object> point) {
        ObjectNode each = data.addObject();
        // ordered by name: a map says nothing of its order, and the page has to be the same each time
        new TreeMap<>(point).forEach((key, value) -> {
            if (value instanceof Double number) {
                each.set(key, rounded(number));
            } else {
                each.set(key, JSON.valueToTree(value));
            }
        });
        return this;
    }

    /** Nobody sees the sixth digit of a plot, but everybody loads it. */
    private static JsonNode rounded(double value) {
        return Double.isFinite(value)
                ? JSON.getNodeFactory()
                        .numberNode(
                                new BigDecimal(value).round(new MathContext(5)).doubleValue())
                : JSON.nullNode();
    }

    Plot table(Html rows) {
        table = rows;
        return this;
    }

    boolean isEmpty() {
        return data.isEmpty();
    }

    Html html() {
        Html html =
                new Html().open("figure", "class", "plot").open("figcaption").element("strong", title);
        if (!note.isEmpty()) {
            html.text(" ").element("span", note, "class", "note");
        }
        html.close();
        if (!legend.isEmpty()) {
            html.add(Series.legend(legend));
        }
        html.open("div", "class", "vl").close();
        html.open("script", "type", "application/json")
                .markup(inScript(filled(template())))
                .closeLine();
        html.open("details", "class", "table")
                .element("summary", "The same as a table")
                .add(table)
                .close();
        return html.closeLine();
    }

    private JsonNode template() {
        String file = "plots/" + spec + ".json";
        try (InputStream in = Plot.class.getResourceAsStream(file)) {
            return JSON.readTree(Objects.requireNonNull(in, file));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private JsonNode filled(JsonNode node) {
        if (node.isTextual() && node.textValue().startsWith("$")) {
            return Objects.requireNonNull(parameters.get(node.textValue().substring(1)), node::textValue);
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            for (JsonNode each : node) {
                JsonNode filled = filled(each);
                // a layer without anything to draw would only make Vega warn
                if (!(filled.at("/data/values").isArray()
                        && filled.at("/data/values").isEmpty())) {
                    array.add(filled);
                }
            }
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(each -> object.set(each.getKey(), filled(each.getValue())));
            return object;
        }
        return node;
    }

    /** JSON as it may stand in a script element: nothing in it can end that element, or a line of a script. */
    static String inScript(JsonNode json) {
        try {
            return JSON.writeValueAsString(json)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
