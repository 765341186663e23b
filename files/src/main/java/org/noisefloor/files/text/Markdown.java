package org.noisefloor.files.text;

import java.util.List;
import java.util.stream.Collectors;

/** Tables of Markdown, whatever stands in their cells. */
public final class Markdown {
    private Markdown() {}

    /** Text that neither ends its cell nor its line. */
    public static String cell(String text) {
        return text.replaceAll("[\\r\\n]+", " ").replace("|", "\\|");
    }

    /** A line of a table; its cells are made ones by this. */
    public static String row(List<String> cells) {
        return cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A table whose columns are set as the reader's program likes. */
    public static String table(List<String> header, List<List<String>> rows) {
        return row(header)
                + "|---".repeat(header.size())
                + "|\n"
                + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }
}
