package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about configs shows what the shipped program says. */
class ConfigDocsIT {
    @TempDir
    Path temp;

    @Test
    void theWrongConfigOfThePageIsToldAsThePageShows() throws IOException {
        String page = Files.readString(Distribution.repository().resolve("docs/config.md"));
        Path demo = Files.createDirectories(temp.toRealPath().resolve("demo"));
        Files.createDirectories(demo.resolve("model"));
        Files.writeString(demo.resolve("text.jsonl"), "{\"text\": \"hello\"}\n");
        Files.writeString(demo.resolve("wrong.yaml"), block(page, "```yaml\n# wrong.yaml"));

        var result = Distribution.shipped().in(demo).start("check", "wrong.yaml");
        assertThat(result.exitCode()).isEqualTo(2);
        String told = result.stderr()
                .lines()
                .filter(line -> line.startsWith("error: "))
                .map(line -> line.replace(demo.toString(), "/srv/demo"))
                .collect(Collectors.joining("\n"));
        assertThat(page).contains("```text\n" + told + "\n```");
    }

    /** The fenced block that starts with this, without its fences and its first line. */
    private static String block(String page, String start) {
        int from = page.indexOf('\n', page.indexOf(start)) + 1;
        return page.substring(from, page.indexOf("```", from));
    }
}
