package org.noisefloor.core.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;

/** Documents that are made of neighbouring lines with the same value of a key: texts joined by line breaks, or token ids end to end. */
final class KeyedDocuments implements Iterator<Document> {
    /** A line's own document, and the value of its key. */
    record Part(String key, Document document) {}

    private final Iterator<Part> parts;
    /** Where each document began that is complete. */
    private final Map<String, String> ended = new HashMap<>();

    private @Nullable Part next;

    KeyedDocuments(Iterator<Part> parts) {
        this.parts = parts;
        this.next = part();
    }

    private @Nullable Part part() {
        return parts.hasNext() ? parts.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Document next() {
        Part first = next;
        if (first == null) {
            throw new NoSuchElementException();
        }
        String before = ended.put(first.key(), first.document().place());
        if (before != null) {
            throw new UserError(
                    first.document().place() + ": the document '" + first.key() + "' (corpus.document_key) began at "
                            + before + " and another one follows it; bring the lines of a document together");
        }
        List<Document> lines = new ArrayList<>();
        Part part = first;
        while (part != null && part.key().equals(first.key())) {
            if (!part.document().getClass().equals(first.document().getClass())) {
                throw mixed(part);
            }
            lines.add(part.document());
            part = part();
        }
        next = part;
        return joined(first, lines);
    }

    private static Document joined(Part first, List<Document> lines) {
        String place = first.document().place();
        if (first.document() instanceof Document.Tokens) {
            return Document.tokens(
                    place,
                    lines.stream()
                            .flatMapToInt(line -> Arrays.stream(((Document.Tokens) line).ids()))
                            .toArray());
        }
        String text = lines.stream().map(line -> ((Document.Text) line).text()).collect(Collectors.joining("\n"));
        if (text.length() > Texts.LARGEST_BYTES) {
            throw new UserError(place + ": the document '" + first.key() + "' (corpus.document_key) is longer than "
                    + Texts.LARGEST + ", the most that one may have; give its parts keys of their own");
        }
        return Document.text(place, text);
    }

    private static UserError mixed(Part part) {
        return new UserError(part.document().place() + ": the document '" + part.key()
                + "' (corpus.document_key) has lines with a text and lines with token ids; expected one of both");
    }
}
