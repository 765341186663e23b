package org.noisefloor.files.plot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.noisefloor.files.text.HtmlText;

/** Markup in the making. Whatever comes in as text is escaped; tags and attributes' names are this plugin's own. */
public final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn; a name with an empty value stands alone */
    public Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]);
            if (!attributes[i + 1].isEmpty()) {
                out.append("=\"").append(HtmlText.escaped(attributes[i + 1])).append('"');
            }
        }
        out.append('>');
        open.push(tag);
        return this;
    }

    public Html close() {
        out.append("</").append(open.pop()).append(">");
        return this;
    }

    /** Closes and begins a new line, so that the page's source can be read. */
    public Html closeLine() {
        close();
        out.append('\n');
        return this;
    }

    public Html text(String text) {
        out.append(HtmlText.escaped(text));
        return this;
    }

    public Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    public Html add(Html other) {
        out.append(other);
        return this;
    }

    /** What is markup already: made by this plugin, with {@link HtmlText} where text of others is in it. */
    public Html markup(String html) {
        out.append(html);
        return this;
    }

    public Html paragraph(String text, String... attributes) {
        return element("p", text, attributes).markup("\n");
    }

    /** A line in place of what the run did not measure. */
    public Html absent(String what, String toAdd) {
        open("p", "class", "absent")
                .text(what + " To get it, add ")
                .element("code", toAdd)
                .text(" to the config.");
        return closeLine();
    }

    /**
     * A table whose first column names its rows. Cells are markup.
     *
     * @param caption what it shows
     */
    public Html table(String caption, List<String> columns, List<List<Html>> rows) {
        open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        open("table")
                .open("caption")
                .element("span", caption)
                .close()
                .open("thead")
                .open("tr");
        columns.forEach(column -> element("th", column, "scope", "col"));
        close().close().open("tbody");
        for (List<Html> row : rows) {
            open("tr").open("th", "scope", "row").add(row.get(0)).close();
            row.subList(1, row.size()).forEach(cell -> open("td").add(cell).close());
            closeLine();
        }
        close().close();
        return closeLine();
    }

    public static Html of(String text) {
        return new Html().text(text);
    }

    public static Html code(String text) {
        return new Html().element("code", text);
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
