package org.noisefloor.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
    @Test
    void markupIsShownAndDoesNothing() {
        assertThat(HtmlText.escaped("</script><script>alert('1')</script><!-- \"&amp;"))
                .isEqualTo("&lt;/script&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&lt;!-- &quot;&amp;amp;");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "1b, 001B",
        "7f, 007F",
        "85, 0085",
        "a0, 00A0",
        "ad, 00AD",
        "200b, 200B",
        "200d, 200D",
        "200f, 200F",
        "2028, 2028",
        "2029, 2029",
        "202e, 202E",
        "2066, 2066",
        "3164, 3164",
        "feff, FEFF",
        "d800, D800",
        "e000, E000",
        "e0041, E0041"
    })
    void whatCannotBeSeenIsWrittenOut(String point, String code) {
        assertThat(HtmlText.escaped("a" + Character.toString(Integer.parseInt(point, 16)) + "b"))
                .isEqualTo("a‹U+" + code + "›b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"👩‍👩‍👧", "🏳️‍🌈", "👍🏽", "☎️", "日本語", "שלום", "مرحبا", "é", "x ≤ y"})
    void whatCanBeSeenStaysAsItIs(String text) {
        assertThat(HtmlText.escaped(text)).isEqualTo(text);
    }

    @Test
    void aJoinerThatJoinsNoEmojiIsWrittenOut() {
        assertThat(HtmlText.escaped("a\u200db👩\u200d")).isEqualTo("a‹U+200D›b👩‹U+200D›");
    }

    @Test
    void aTokenShowsItsLineFeedsAndTabs() {
        assertThat(HtmlText.token("a\r\nb\nc\td")).isEqualTo("a↵b↵c⇥d");
        assertThat(HtmlText.escaped("a\nb\tc")).isEqualTo("a\nb\tc");
    }

    @Test
    void aMarkThatWouldSitOnItsNeighbourGetsACircle() {
        assertThat(HtmlText.token("\u0301x")).isEqualTo("◌\u0301x");
    }

    @Test
    void marksThatPileUpAreWrittenOut() {
        assertThat(HtmlText.escaped("a" + "\u0301".repeat(5) + "b")).isEqualTo("a\u0301\u0301\u0301‹U+0301›‹U+0301›b");
    }

    @Test
    void mostOfATextDecidesItsDirection() {
        assertThat(HtmlText.direction("שלום a")).isEqualTo("rtl");
        assertThat(HtmlText.direction("ש hello")).isEqualTo("ltr");
        assertThat(HtmlText.direction("123")).isEqualTo("ltr");
    }
}
