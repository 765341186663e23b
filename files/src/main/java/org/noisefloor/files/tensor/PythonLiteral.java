package org.noisefloor.files.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Python would read as a literal, as far as headers of NumPy need it: dicts, lists, tuples, texts without escapes, True, False, None and
 * whole numbers (with the L of Python 2). Tuples become lists, None becomes an empty text.
 */
final class PythonLiteral {
    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** Empty if the text is none of these, or something follows. */
    static Optional<Object> read(String text) {
        PythonLiteral reader = new PythonLiteral(text);
        try {
            Object value = reader.value(0);
            reader.space();
            return reader.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException unexpected) {
            return Optional.empty();
        }
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected();
        }
        return switch (next()) {
            case '{' -> dict(depth);
            case '(' -> list(')', depth);
            case '[' -> list(']', depth);
            case '\'', '"' -> quoted();
            default -> word();
        };
    }

    private Map<Object, Object> dict(int depth) {
        Map<Object, Object> dict = new LinkedHashMap<>();
        at++;
        while (next() != '}') {
            Object key = value(depth + 1);
            take(':');
            dict.put(key, value(depth + 1));
            if (next() != '}') {
                take(',');
            }
        }
        at++;
        return dict;
    }

    private List<Object> list(char end, int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        while (next() != end) {
            list.add(value(depth + 1));
            if (next() != end) {
                take(',');
            }
        }
        at++;
        return list;
    }

    private String quoted() {
        int end = text.indexOf(text.charAt(at), at + 1);
        if (end < 0) {
            throw unexpected();
        }
        String quoted = text.substring(at + 1, end);
        at = end + 1;
        return quoted;
    }

    private Object word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "True" -> true;
            case "False" -> false;
            case "None" -> "";
            default -> Long.valueOf(word.endsWith("L") ? word.substring(0, word.length() - 1) : word);
        };
    }

    private char next() {
        space();
        if (at == text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (next() != expected) {
            throw unexpected();
        }
        at++;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static IllegalArgumentException unexpected() {
        return new IllegalArgumentException("no literal");
    }
}
