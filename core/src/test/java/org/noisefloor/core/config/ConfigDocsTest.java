package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.core.corpus.JsonlReader;

/** The page about configs says what the code does. */
class ConfigDocsTest {
    @TempDir
    Path temp;

    @Test
    void hasARowForEveryKey() throws IOException {
        List<String> lines = Files.readAllLines(page("docs/config.md"));
        assertThat(lines).containsAll(rows("model", Sections.Model.class));
        assertThat(lines).containsAll(rows("corpus", Sections.Corpus.class));
        assertThat(lines).containsAll(rows("corpus.calibration", Sections.Calibration.class));
        assertThat(lines).containsAll(rows("floor.numeric", Sections.NumericFloor.class));
        assertThat(lines).containsAll(rows("", Sections.OtherModel.class));
        assertThat(lines).containsAll(rows("positions", Sections.Positions.class));
        assertThat(lines).containsAll(rows("run", Sections.Run.class));
        assertThat(lines).containsAll(rows("", Sections.Top.class));
        assertThat(Files.readAllLines(page("docs/corpus.md"))).containsAll(rows("corpus", JsonlReader.Options.class));
    }

    @Test
    void showsAnExampleThatIsValid() throws IOException {
        String example = block(Files.readString(page("docs/config.md")), "```yaml\n# demo.yaml");
        ConfigFolder folder = ConfigFolder.in(temp);
        Plan plan = folder.read(example, Map.of());
        assertThat(plan.floors().orElseThrow()).containsExactly("eps_random", "error_shuffled", "cov_random");
    }

    private static List<String> rows(String section, Class<? extends Record> type) {
        return OptionTable.of(type).rows().stream()
                .map(row -> "| `" + (section.isEmpty() ? "" : section + ".") + row.key() + "` | "
                        + row.type().replace("|", "\\|") + (row.range().isEmpty() ? "" : ", " + row.range()) + " | "
                        + row.fallback()
                                .map(fallback -> fallback.isEmpty() ? "–" : "`" + fallback + "`")
                                .orElse("**needed**")
                        + " | " + row.doc() + " |")
                .toList();
    }

    /** The fenced block that starts with this, without its fences. */
    private static String block(String page, String start) {
        int from = page.indexOf('\n', page.indexOf(start)) + 1;
        return page.substring(from, page.indexOf("```", from));
    }

    private static Path page(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder.resolve(name);
    }

    /** Prints the tables of the page, to be pasted there when a key changes. */
    public static void main(String[] ignored) {
        for (var section : Arrays.asList(
                Map.entry("model", Sections.Model.class),
                Map.entry("corpus", Sections.Corpus.class),
                Map.entry("corpus.calibration", Sections.Calibration.class),
                Map.entry("positions", Sections.Positions.class),
                Map.entry("run", Sections.Run.class),
                Map.entry("", Sections.Top.class),
                Map.entry("corpus", JsonlReader.Options.class))) {
            rows(section.getKey(), section.getValue()).forEach(System.out::println);
            System.out.println();
        }
    }
}
