package org.noisefloor.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortenedTest {
    @Test
    void whatFitsStays() {
        assertThat(Shortened.all(List.of("a", "bc"), 5)).containsExactly("a", "bc");
    }

    @Test
    void aLongNameIsCutInTheMiddle() {
        assertThat(Shortened.all(List.of("abcdefghijkl"), 7)).containsExactly("abc…jkl");
    }

    @Test
    void namesThatDifferInOnePlaceOnlyStillDiffer() {
        List<String> names = List.of("after block 3 · topk_k32_of_layer", "after block 3 · topk_k16_of_layer");
        assertThat(Shortened.all(names, 20)).doesNotHaveDuplicates().allMatch(name -> name.length() == 20);
        List<String> middle = List.of("aaaaaaaaaaaaaaaaaaXbbbbbbbbbbbbbbbbbb", "aaaaaaaaaaaaaaaaaaYbbbbbbbbbbbbbbbbbb");
        assertThat(Shortened.all(middle, 8)).doesNotHaveDuplicates();
    }

    @Test
    void equalNamesStayEqual() {
        assertThat(Shortened.all(List.of("abcdefghijkl", "abcdefghijkl"), 7)).containsExactly("abc…jkl", "abc…jkl");
    }
}
