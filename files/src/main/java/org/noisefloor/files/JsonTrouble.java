package org.noisefloor.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why a text is no JSON, or not the JSON that belongs there. Nothing is told in the parser's words, which name its settings and classes. */
public final class JsonTrouble {
    static final String TRAILING = "Trailing token";

    private static final int LONGEST = 40;
    private static final String CHARACTER = "Unexpected character .*code ([0-9]+).*";

    /**
     * What the parser says, and what is said in its place.
     *
     * @param ours with %s for what the group caught, %c for the character of that number
     */
    private record Words(Pattern parsers, String ours) {
        Words(String parsers, String ours) {
            this(Pattern.compile(parsers, Pattern.DOTALL), ours);
        }

        String ours(Matcher said) {
            return ours.contains("%c")
                    ? ours.replace("%c", character(Integer.parseInt(said.group(1))))
                    : ours.contains("%s") ? ours.replace("%s", quoted(said.group(1))) : ours;
        }
    }

    /** The first that fits. */
    private static final List<Words> WORDS = List.of(
            new Words("Unexpected end-of-input.*", "it ends too early"),
            new Words("No content to map.*", "it is empty"),
            new Words(TRAILING + ".*", "something follows behind the first value"),
            new Words(
                    "Unrecognized token '(.*)': was expecting.*",
                    "%s is no value of JSON, where a text stands in double quotes"),
            new Words("Non-standard token '(.*)': .*", "%s is no number of JSON"),
            new Words("Invalid numeric value.*|.* in numeric value: .*", "a number is not written as in JSON"),
            new Words("Numeric value \\(([^)]*)\\) out of range.*", "the number %s is too large"),
            new Words(CHARACTER + "double-quote to start .*", "found %c where a key in double quotes was expected"),
            new Words(CHARACTER + "comma to separate .*", "found %c where a comma or a closing bracket was expected"),
            new Words(CHARACTER + "colon to separate .*", "found %c where a colon was expected"),
            new Words(CHARACTER + "hex-digit .*", "found %c in \\u…, where a hexadecimal digit was expected"),
            new Words(CHARACTER + "comment.*", "found %c where a value was expected; JSON has no comments"),
            new Words(CHARACTER, "found %c where a value was expected"),
            new Words("Illegal unquoted character .*code ([0-9]+).*", "%c stands in a text and is not escaped"),
            new Words("Illegal character .*code ([0-9]+).*", "found %c where a value was expected"),
            new Words(
                    "Unrecognized character escape .*code ([0-9]+).*",
                    "a backslash stands before %c, which is no escape"),
            new Words("Duplicate field '(.*)'", "the key %s stands there twice"),
            new Words("Unexpected close marker '(.)': no open.*", "%s closes what was not opened"),
            new Words("Unexpected close marker '(.)'.*", "%s closes what was opened by another bracket"),
            new Words("Invalid UTF-8.*", "a byte of it is not UTF-8"));

    private JsonTrouble() {}

    public static String of(JsonProcessingException invalid) {
        if (invalid.getCause() instanceof JsonProcessingException within) {
            return of(within);
        }
        if (invalid instanceof JsonEOFException) {
            return "it ends too early";
        }
        if (invalid instanceof StreamConstraintsException) {
            return invalid.getOriginalMessage().contains("nesting depth")
                    ? "lists and objects are nested too deep"
                    : "a name, number or text in it is too long";
        }
        if (invalid instanceof JsonMappingException mismatch
                && !mismatch.getPath().isEmpty()) {
            return at(mismatch);
        }
        String message = invalid.getOriginalMessage();
        for (Words words : WORDS) {
            Matcher said = words.parsers().matcher(message);
            if (said.matches()) {
                return words.ours(said);
            }
        }
        return invalid instanceof MismatchedInputException
                ? "another kind of value was expected"
                : "it is not as JSON is written";
    }

    /** Of a value that is JSON, and not what was to be made of it. */
    private static String at(JsonMappingException mismatch) {
        String path = mismatch.getPath().stream()
                .map(each -> each.getFieldName() == null ? "[" + each.getIndex() + "]" : "." + each.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
        return mismatch instanceof UnrecognizedPropertyException
                ? "the key " + quoted(path) + " does not belong there"
                : "the value of " + quoted(path) + " is not what belongs there";
    }

    /** Itself where it can be seen, else by its number. */
    private static String character(int code) {
        return switch (Character.getType(code)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> String.format("U+%04X", code);
            default -> quoted(Character.toString(code));
        };
    }

    private static String quoted(String found) {
        String visible = found.replaceAll("\\p{Cc}", "?");
        return "'" + (visible.length() > LONGEST ? visible.substring(0, LONGEST) + "…" : visible) + "'";
    }
}
