package org.noisefloor.plugin.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.SiteReport;

/**
 * {@code summary.csv}: every estimate of {@code report.json} as one row of a tidy table, as pandas and R like it.
 *
 * <p>RFC 4180: a header, CR LF, quotes only where a field needs them. Numbers are {@code report.json}'s, to the last digit; what is
 * null there is an empty field, and its reason stands under {@code missing}.
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
    private static final List<String> IN_UNIT = List.of("figure", "floor", "excess", "in_class", "in_class_excess");

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
    public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
        RunReport report = run.report();
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(FILE))) {
            line(out, COLUMNS);
            for (SiteReport site : report.sites()) {
                for (ArmReport arm : site.arms()) {
                    for (Row row : new Rows(report, arm).all()) {
                        line(out, fields(report, site, arm, row));
                    }
                }
            }
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

    private static List<String> fields(RunReport report, SiteReport site, ArmReport arm, Row row) {
        Map<String, String> fields = new LinkedHashMap<>(row.more);
        fields.put("site", site.name());
        fields.put("arm", arm.name());
        fields.put("type", arm.type());
        fields.put("role", arm.role().inWords());
        fields.put("matched_to", text(arm.matchedTo()));
        fields.put("draws", Integer.toString(arm.draws()));
        fields.put("what", row.what);
        fields.put("figure", row.figure);
        fields.put("against", row.against);
        fields.put("positions", row.positions);
        report.figure(row.figure).ifPresent(info -> {
            fields.put("metric", info.metric());
            fields.put("unit", IN_UNIT.contains(row.what) ? info.unit() : "");
            fields.put("kind", info.kind().name().toLowerCase(Locale.ROOT));
        });
        fields.put("value", number(row.estimate.value()));
        fields.put("low", number(row.estimate.low()));
        fields.put("high", number(row.estimate.high()));
        fields.put("draw_error", number(row.estimate.drawError()));
        fields.put("missing", text(row.estimate.missing()));
        List<String> inOrder = new ArrayList<>();
        COLUMNS.forEach(column -> inOrder.add(fields.getOrDefault(column, "")));
        return inOrder;
    }

    /** Empty for what {@code report.json} says as null. */
    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /**
     * An estimate and where it stands.
     *
     * @param more columns that few rows have
     */
    private record Row(
            String what, String figure, String against, String positions, Estimate estimate, Map<String, String> more) {

        Row with(Map<String, String> columns) {
            return new Row(what, figure, against, positions, estimate, columns);
        }
    }

    /** The rows of one arm. */
    private static final class Rows {
        private final RunReport report;
        private final ArmReport arm;
        private final String scored;
        private final List<Row> rows = new ArrayList<>();

        Rows(RunReport report, ArmReport arm) {
            this.report = report;
            this.arm = arm;
            this.scored = Long.toString(report.positions().scored());
        }

        List<Row> all() {
            arm.figures().forEach(this::figure);
            arm.floors()
                    .forEach((floor, figures) -> figures.forEach((figure, contrast) -> floor(floor, figure, contrast)));
            arm.recovered()
                    .forEach((name, ablations) ->
                            ablations.forEach((ablation, share) -> rows.add(row("recovered", name, ablation, share))));
            arm.equivalentNoise()
                    .forEach((curve, figures) -> figures.forEach((figure, noise) ->
                            rows.add(row("equivalent_noise", figure, curve, noise.multiple())
                                    .with(Map.of("bound", String.valueOf(noise.bound()))))));
            arm.classes()
                    .forEach((stratifier, classes) -> classes.forEach((name, of) -> inClass(stratifier, name, of)));
            return rows;
        }

        private Row row(String what, String figure, String against, Estimate estimate) {
            return new Row(what, figure, against, scored, estimate, Map.of());
        }

        private void figure(String name, FigureReport figure) {
            String positions = report.figure(name).map(this::positions).orElse("");
            Map<String, String> mark = figure.belowNumericFloor() ? Map.of("below_numeric_floor", "true") : Map.of();
            rows.add(new Row("figure", name, "", positions, figure.estimate(), mark));
        }

        private String positions(FigureInfo info) {
            return info.isOfScored() ? scored : Long.toString(report.positions().intervened());
        }

        private void floor(String floor, String figure, FloorContrast contrast) {
            rows.add(row("floor", figure, floor, contrast.floor()));
            rows.add(row("excess", figure, floor, contrast.excess()));
            if (contrast.ratio() != null) {
                rows.add(row("ratio", figure, floor, contrast.ratio()));
            }
            FloorContrast.Ranks ranks = contrast.ranks();
            if (ranks != null) {
                rows.add(row("above", figure, floor, ranks.above()));
                rows.add(row("below", figure, floor, ranks.below()));
                rows.add(row("tied", figure, floor, ranks.tied()));
                rows.add(row("mid_rank", figure, floor, ranks.midRank()));
            }
        }

        private void inClass(String stratifier, String name, ClassReport of) {
            ClassRows within = new ClassRows(number(of.n().value()), Map.of("stratifier", stratifier, "class", name));
            rows.add(within.row("class_share", "", "", of.share()));
            of.figures().forEach((figure, value) -> {
                rows.add(within.row("in_class", figure, "", Wording.inClass(value.estimate(), of)));
                if (value.ofTotal() != null) {
                    rows.add(within.row("of_total", figure, "", Wording.inClass(value.ofTotal(), of)));
                }
            });
            of.floors().forEach((floor, contrast) -> rows.addAll(within.against(floor, contrast)));
        }
    }

    /** The rows of one class. */
    private record ClassRows(String positions, Map<String, String> where) {

        Row row(String what, String figure, String against, Estimate estimate) {
            return new Row(what, figure, against, positions, estimate, where);
        }

        List<Row> against(String floor, ClassContrast contrast) {
            List<Row> rows = new ArrayList<>();
            rows.add(row("class_share_excess", "", floor, contrast.shareExcess()));
            contrast.figures().forEach((figure, value) -> {
                rows.add(row("in_class_excess", figure, floor, value.excess()));
                if (value.ratio() != null) {
                    rows.add(row("in_class_ratio", figure, floor, value.ratio()));
                }
            });
            return rows;
        }
    }
}
