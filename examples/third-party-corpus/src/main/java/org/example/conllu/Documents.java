package org.example.conllu;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;

/** The documents of a file, read as they are asked for. */
final class Documents implements Iterator<Document> {
    private static final int COLUMNS = 10;
    private static final String TEXT = "# text = ";

    private final Path file;
    private final BufferedReader lines;
    private int line;
    private int start;
    private boolean hasText;
    private StringBuilder sentences = new StringBuilder();
    private Document next;

    Documents(Path file, BufferedReader lines) {
        this.file = file;
        this.lines = lines;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            String read = read();
            if (read == null) {
                next = document();
                break;
            }
            take(read);
        }
        return next != null;
    }

    private void take(String read) {
        if (read.startsWith("# newdoc")) {
            next = document();
        } else if (read.startsWith(TEXT)) {
            start = sentences.isEmpty() ? line : start;
            sentences.append(sentences.isEmpty() ? "" : " ").append(read.substring(TEXT.length()));
            hasText = true;
        } else if (read.isBlank()) {
            hasText = false;
        } else if (!read.startsWith("#")) {
            check(read);
        }
    }

    /** A line of a token must be one, and belong to a sentence whose text is known. */
    private void check(String token) {
        int columns = token.split("\t", -1).length;
        if (columns != COLUMNS) {
            throw new UserError(file + ":" + line + ": expected the " + COLUMNS + " columns of a token, found " + columns);
        }
        if (!hasText) {
            throw new UserError(file + ":" + line + ": expected '" + TEXT + "…' in front of the tokens of a sentence");
        }
    }

    /** What was read since the last one; null for nothing. */
    private Document document() {
        if (sentences.isEmpty()) {
            return null;
        }
        Document document = Document.text(file + ":" + start, sentences.toString());
        sentences = new StringBuilder();
        return document;
    }

    private String read() {
        try {
            line++;
            return lines.readLine();
        } catch (CharacterCodingException malformed) {
            throw new UserError(file + ":" + line + ": is not UTF-8", malformed);
        } catch (IOException failed) {
            throw new UserError(file + ":" + line + ": cannot be read (" + failed.getMessage() + ")", failed);
        }
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        return document;
    }
}
