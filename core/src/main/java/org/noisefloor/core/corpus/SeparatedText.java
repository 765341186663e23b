package org.noisefloor.core.corpus;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;

/** The documents between the lines of a file that separate them; those with nothing but blank lines are none. */
final class SeparatedText implements Iterator<Document> {
    private final Iterator<Lines.Line> lines;
    private final String separator;
    private @Nullable Document next;

    /** @param separator blanks at its ends do not count, nor do those of a line */
    SeparatedText(Iterator<Lines.Line> lines, String separator) {
        this.lines = lines;
        this.separator = separator.strip();
        this.next = read();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Document next() {
        Document document = next;
        if (document == null) {
            throw new NoSuchElementException();
        }
        next = read();
        return document;
    }

    private @Nullable Document read() {
        String place = "";
        StringBuilder text = new StringBuilder();
        while (lines.hasNext()) {
            Lines.Line line = lines.next();
            boolean separates = line.text().strip().equals(separator);
            if (separates && !text.toString().isBlank()) {
                break;
            }
            if (separates) {
                text.setLength(0);
                place = "";
                continue;
            }
            text.append(place.isEmpty() ? "" : "\n").append(line.text());
            place = place.isEmpty() ? line.place() : place;
            if (text.length() > Texts.LARGEST_BYTES) {
                throw new UserError(place + ": the document that begins here is longer than " + Texts.LARGEST
                        + ", the most that one may have; no line '" + separator + "' ends it (corpus.separator)");
            }
        }
        return text.toString().isBlank() ? null : Document.text(place, text.toString());
    }
}
