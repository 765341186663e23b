package org.noisefloor.plugin.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.RunResult.SequenceInfo;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.api.report.ScoredPosition.Draws;
import org.noisefloor.api.report.ScoredPosition.Likely;
import org.noisefloor.plugin.report.ParquetTable.Column;
import org.noisefloor.plugin.report.ParquetTable.Kind;

/**
 * {@code positions.parquet}: one row for each scored position under each intervention; {@code sequences.parquet}: one row for each
 * token of each sequence.
 *
 * <p>{@code FIGURE} is the value of a figure at the position, in float64 as it entered the mean; {@code FIGURE__FLOOR__mean},
 * {@code __below} and {@code __tied} say what the draws of a noise floor did there.
 *
 * <ul>
 *   <li>Source: Apache Parquet 1.18.1 behind parquet-floor's stubs of Hadoop.
 *   <li>Pitfall: a position stands there once for each intervention and site; filter before counting.
 * </ul>
 */
public final class PositionsWriter implements ReportWriter<NoOptions> {
    static final String POSITIONS = "positions.parquet";
    static final String SEQUENCES = "sequences.parquet";
    private static final int LIKELY = 5;

    @Override
    public String id() {
        return "parquet";
    }

    @Override
    public String summary() {
        return POSITIONS + " and " + SEQUENCES + ": every scored position, and every token";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
        positions(run, folder.resolve(POSITIONS));
        sequences(run, folder.resolve(SEQUENCES));
    }

    private static void sequences(RunResult run, Path file) throws IOException {
        List<Column> columns = List.of(
                new Column("sequence", Kind.INTEGER),
                new Column("position", Kind.INTEGER),
                new Column("token", Kind.INTEGER),
                new Column("text", Kind.TEXT));
        try (ParquetTable table = new ParquetTable(file, columns)) {
            for (SequenceInfo sequence : run.sequences()) {
                int[] tokens = run.tokens(sequence.index());
                for (int position = 0; position < tokens.length; position++) {
                    table.write(
                            new Object[] {sequence.index(), position, tokens[position], run.text(tokens[position])});
                }
            }
        }
    }

    private static void positions(RunResult run, Path file) throws IOException {
        try (Stream<ScoredPosition> all = run.positions()) {
            Iterator<ScoredPosition> each = all.iterator();
            ScoredPosition first = each.hasNext() ? each.next() : null;
            Rows rows = new Rows(run, first);
            try (ParquetTable table = new ParquetTable(file, rows.columns)) {
                for (ScoredPosition position = first;
                        position != null;
                        position = each.hasNext() ? each.next() : null) {
                    table.write(rows.row(position));
                }
            }
        }
    }

    /** The columns, which all positions have in common, and a position as values of these. */
    private static final class Rows {
        private final RunResult run;
        private final Set<String> figures = new LinkedHashSet<>();
        private final Set<String> classes = new LinkedHashSet<>();
        private final Set<String> floors = new LinkedHashSet<>();
        private final List<Column> columns = new ArrayList<>();

        Rows(RunResult run, @Nullable ScoredPosition first) {
            this.run = run;
            if (first != null) {
                figures.addAll(first.values().keySet());
                classes.addAll(first.classes().keySet());
                floors.addAll(first.floors().keySet());
            }
            // the first position has the floors of its intervention alone; another may have more
            run.report().arms().forEach(arm -> floors.addAll(arm.floors().keySet()));
            add(Kind.TEXT, "site", "intervention");
            add(Kind.INTEGER, "sequence", "position", "token");
            add(Kind.TEXT, "text");
            add(Kind.INTEGER, "correct");
            add(Kind.TEXT, "correct_text");
            add(Kind.FLOAT, "p_before", "p_after");
            figures.forEach(figure -> add(Kind.DOUBLE, figure));
            classes.forEach(stratifier -> add(Kind.TEXT, "class__" + stratifier));
            for (String floor : floors) {
                add(Kind.INTEGER, floor + "__draws");
                for (String figure : figures) {
                    add(Kind.FLOAT, figure + "__" + floor + "__mean");
                    add(Kind.INTEGER, figure + "__" + floor + "__below", figure + "__" + floor + "__tied");
                }
            }
            for (String when : List.of("before", "after")) {
                for (int rank = 1; rank <= LIKELY; rank++) {
                    add(Kind.INTEGER, when + "_" + rank + "_token");
                    add(Kind.TEXT, when + "_" + rank + "_text");
                    add(Kind.FLOAT, when + "_" + rank + "_p");
                }
            }
        }

        private void add(Kind kind, String... names) {
            for (String name : names) {
                columns.add(new Column(name, kind));
            }
        }

        @Nullable
        Object[] row(ScoredPosition at) {
            List<@Nullable Object> row = new ArrayList<>(columns.size());
            row.addAll(List.of(at.site(), at.intervention(), at.sequence(), at.position()));
            row.addAll(List.of(at.token(), run.text(at.token()), at.target(), run.text(at.target())));
            row.addAll(List.of(at.probabilityBefore(), at.probabilityAfter()));
            figures.forEach(figure -> row.add(at.values().get(figure)));
            classes.forEach(stratifier -> row.add(at.classes().get(stratifier)));
            for (String floor : floors) {
                Map<String, Draws> draws = at.floors().getOrDefault(floor, Map.of());
                row.add(draws.values().stream().map(Draws::draws).findFirst().orElse(null));
                for (String figure : figures) {
                    Draws of = draws.get(figure);
                    row.add(of == null ? null : (Object) of.mean());
                    row.add(of == null ? null : (Object) of.below());
                    row.add(of == null ? null : (Object) of.tied());
                }
            }
            for (List<Likely> likely : List.of(at.before(), at.after())) {
                for (int rank = 0; rank < LIKELY; rank++) {
                    Likely each = rank < likely.size() ? likely.get(rank) : null;
                    row.add(each == null ? null : (Object) each.token());
                    row.add(each == null ? null : run.text(each.token()));
                    row.add(each == null ? null : (Object) each.probability());
                }
            }
            return row.toArray();
        }
    }
}
