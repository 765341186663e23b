package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a JSON text is told in words of ours, whatever the parser says. */
class JsonTroubleTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String WHOLE =
            "{\"name\": [1, -2.5e-3, \"t\\u00e4\\n\", true, null], \"sizes\": {\"a\": {}, \"b\": []}}";

    record Sizes(int width, List<Integer> shape) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense | 'nonsense' is no value of JSON, where a text stands in double quotes",
                "{\"a\": True} | 'True' is no value of JSON, where a text stands in double quotes",
                "{\"a\": NaN} | 'NaN' is no number of JSON",
                "{\"a\": 01} | a number is not written as in JSON",
                "{\"a\": 1.} | a number is not written as in JSON",
                "{'a': 1} | found ''' where a key in double quotes was expected",
                "{\"a\": 1,} | found '}' where a key in double quotes was expected",
                "{\"a\" 1} | found '1' where a colon was expected",
                "{\"a\": 1 \"b\": 2} | found '\"' where a comma or a closing bracket was expected",
                "[1, ] | found ']' where a value was expected",
                "// no | found '/' where a value was expected; JSON has no comments",
                "<html> | found '<' where a value was expected",
                "\u00a0{} | found U+00A0 where a value was expected",
                "{] | ']' closes what was opened by another bracket",
                "} | '}' closes what was not opened",
                "{\"a\": \"\t\"} | U+0009 stands in a text and is not escaped",
                "{\"a\": \u0001} | found U+0001 where a value was expected",
                "\"\\q\" | a backslash stands before 'q', which is no escape",
                "\"\\u12g4\" | found 'g' in \\u…, where a hexadecimal digit was expected",
                "{\"a\": 1, \"a\": 2} | the key 'a' stands there twice",
                "{} {} | something follows behind the first value",
                "{\"a\": \"b | it ends too early",
            })
    void saysWhatWasFoundAndExpected(String text, String sentence) {
        assertThat(trouble(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(sentence);
    }

    @Test
    void saysThatBytesAreNoText() {
        assertThat(trouble(new byte[] {'"', (byte) 0xff, '"'})).isEqualTo("a byte of it is not UTF-8");
    }

    @Test
    void cutsWhatIsLong() {
        assertThat(trouble("n".repeat(500).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("'" + "n".repeat(40) + "…' is no value of JSON, where a text stands in double quotes");
    }

    @Test
    void whateverStandsWhereItDoesNotBelongIsToldWithoutTheParsersWords() {
        List<String> troubles = new ArrayList<>();
        for (int at = 0; at <= WHOLE.length(); at++) {
            for (String there : List.of(
                    "", "\0", "\t", "\u001b", "\ufeff", "'", "\"", "{", "}", "]", ",", ":", "x", "-", "\\", "/", "+",
                    "é", "0")) {
                byte[] text = (WHOLE.substring(0, at) + there + WHOLE.substring(at)).getBytes(StandardCharsets.UTF_8);
                byte[] cut = (WHOLE.substring(0, at) + there).getBytes(StandardCharsets.UTF_8);
                for (byte[] each : List.of(text, cut)) {
                    try {
                        JSON.readTree(each);
                    } catch (JsonProcessingException invalid) {
                        troubles.add(JsonTrouble.of(invalid));
                    } catch (IOException impossible) {
                        fail(impossible);
                    }
                }
            }
        }
        assertThat(troubles)
                .hasSizeGreaterThan(1_000)
                .noneMatch(each -> each.matches(".*(Unexpected|Unrecognized|Feature|CTRL|REDACTED|`|\\p{Cc}).*"))
                .doesNotContain("it is not as JSON is written");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"width\": \"wide\"} | the value of 'width' is not what belongs there",
                "{\"width\": 99999999999} | the number '99999999999' is too large",
                "{\"shape\": [1, {}]} | the value of 'shape[1]' is not what belongs there",
                "{\"wdth\": 1} | the key 'wdth' does not belong there",
                "{\"shape\": [1, | it ends too early",
                "[] | another kind of value was expected",
            })
    void saysWhichValueIsNotWhatWasToBeMadeOfIt(String text, String sentence) {
        try {
            fail("read " + JSON.readValue(text, Sizes.class));
        } catch (JsonProcessingException invalid) {
            assertThat(JsonTrouble.of(invalid)).isEqualTo(sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 100_000})
    void saysThatANestIsTooDeep(int depth) {
        assertThat(trouble("[".repeat(depth).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("lists and objects are nested too deep");
    }

    private static String trouble(byte[] text) {
        try {
            return fail("read " + JSON.readTree(text));
        } catch (JsonProcessingException invalid) {
            return JsonTrouble.of(invalid);
        } catch (IOException impossible) {
            return fail(impossible);
        }
    }
}
