package org.noisefloor.files.text;

import java.util.Locale;

/**
 * Text of a corpus or a config as HTML that does nothing but show it.
 *
 * <p>Markup is escaped. What cannot be seen, or would change how its surroundings are shown, is written out as its code, such
 * as {@code ‹U+200B›}: control and zero-width characters, directional marks, separators, lone surrogates, private characters.
 */
public final class HtmlText {

    /** More marks than that on one letter are no script's, and would tower over the line above. */
    private static final int MOST_MARKS = 3;

    private HtmlText() {}

    /** For text and for attribute values between double quotes; line feeds and tabs stay. */
    public static String escaped(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int length = Character.charCount(point);
            marks = isMark(point) ? marks + 1 : 0;
            if (point == '\n' || point == '\t') {
                html.append((char) point);
            } else if (joinsEmoji(text, i, length)) {
                html.appendCodePoint(point);
            } else if (marks > MOST_MARKS) {
                appendCode(html, point);
            } else {
                append(html, point);
            }
            i += length;
        }
        return html.toString();
    }

    /** One token or a run of tokens: line feeds and tabs are shown too. A combining mark that begins it gets a circle to stand on. */
    public static String token(String text) {
        String shown = text.replace("\r\n", "↵").replace('\n', '↵').replace('\t', '⇥');
        boolean combining = !shown.isEmpty() && isMark(shown.codePointAt(0));
        return combining ? "◌" + escaped(shown) : escaped(shown);
    }

    /** {@code rtl} for text that is mostly written from right to left. */
    public static String direction(String text) {
        int balance = text.codePoints()
                .map(point -> switch (Character.getDirectionality(point)) {
                    case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> 1;
                    case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> -1;
                    default -> 0;
                })
                .sum();
        return balance < 0 ? "rtl" : "ltr";
    }

    private static void append(StringBuilder html, int point) {
        switch (point) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> {
                if (isUnseen(point)) {
                    appendCode(html, point);
                } else {
                    html.appendCodePoint(point);
                }
            }
        }
    }

    private static void appendCode(StringBuilder html, int point) {
        html.append(String.format(Locale.ROOT, "‹U+%04X›", point));
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isUnseen(int point) {
        boolean fillerOrGrapheme =
                point == 0x034f || point == 0x115f || point == 0x1160 || point == 0x3164 || point == 0xffa0;
        return fillerOrGrapheme
                || switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED -> true;
                    case Character.SPACE_SEPARATOR -> point != ' ';
                    default -> false;
                };
    }

    /** Whether the character at i is a zero-width joiner or a variation selector within an emoji, where it is no danger and belongs. */
    private static boolean joinsEmoji(String text, int i, int length) {
        int point = text.codePointAt(i);
        if (i == 0 || (point != 0x200d && point != 0xfe0f)) {
            return false;
        }
        int before = text.codePointBefore(i);
        boolean afterSymbol = isEmoji(before) || before == 0xfe0f;
        return afterSymbol
                && (point == 0xfe0f || (i + length < text.length() && isEmoji(text.codePointAt(i + length))));
    }

    private static boolean isEmoji(int point) {
        return Character.getType(point) == Character.OTHER_SYMBOL || (point >= 0x1f3fb && point <= 0x1f3ff);
    }
}
