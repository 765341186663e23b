package org.noisefloor.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** Why a text is no JSON, without the names of the parser's settings. */
public final class JsonTrouble {
    private static final int LONGEST = 100;

    private JsonTrouble() {}

    public static String of(JsonProcessingException invalid) {
        String message = invalid.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceAll("\\p{Cc}", "?");
        if (invalid instanceof JsonEOFException || message.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        if (invalid instanceof StreamConstraintsException) {
            return message.contains("nesting depth")
                    ? "lists and objects are nested too deep"
                    : "a name, number or text in it is too long";
        }
        if (invalid instanceof MismatchedInputException && message.startsWith("Trailing token")) {
            return "something follows behind the first value";
        }
        int remedy = message.indexOf(": was expecting");
        message = remedy < 0 ? message : message.substring(0, remedy);
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }
}
