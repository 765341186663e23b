package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Text in aligned columns: the first one to the left, the others to the right. A header may have two lines. */
public final class Columns {
    private static final int GAP = 2;
    private final List<List<String>> rows = new ArrayList<>();

    public Columns row(List<String> cells) {
        rows.add(cells);
        return this;
    }

    /** A header; what follows a line break in a cell comes on a second line. */
    public Columns header(List<String> cells) {
        if (cells.stream().anyMatch(cell -> cell.contains("\n"))) {
            row(cells.stream()
                    .map(cell -> cell.contains("\n") ? cell.substring(0, cell.indexOf('\n')) : "")
                    .toList());
        }
        return row(cells.stream()
                .map(cell -> cell.substring(cell.indexOf('\n') + 1))
                .toList());
    }

    /**
     * The lines, none wider than {@code width} where that is possible: columns that do not fit come below, after the first
     * column again.
     */
    public String text(int width) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                boolean heading = row.size() == 1 && columns > 1;
                widths[c] = Math.max(widths[c], heading ? 0 : row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        int from = 1;
        do {
            int to = from;
            int used = columns == 0 ? 0 : widths[0];
            while (to < columns && (to == from || used + GAP + widths[to] <= width)) {
                used += GAP + widths[to];
                to++;
            }
            if (from > 1) {
                text.append('\n');
            }
            for (List<String> row : rows) {
                line(text, row, widths, from, to);
            }
            from = to;
        } while (from < columns);
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> row, int[] widths, int from, int to) {
        StringBuilder line = new StringBuilder(row.isEmpty() ? "" : row.get(0));
        pad(line, widths.length == 0 ? 0 : widths[0]);
        for (int c = from; c < to; c++) {
            String cell = c < row.size() ? row.get(c) : "";
            pad(line, line.length() + GAP + widths[c] - cell.length());
            line.append(cell);
        }
        if (!line.toString().isBlank()) { // a heading of two lines, of which this block's columns need one
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static void pad(StringBuilder line, int length) {
        line.append(String.join("", Collections.nCopies(Math.max(0, length - line.length()), " ")));
    }
}
