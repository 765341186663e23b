package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
            Stream.of(top, docs, examples)
                    .flatMap(each -> each)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        return pages;
    }

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
        assertThat(pages()).hasSizeGreaterThan(20);
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                String link = links.group(1);
                if (!link.contains("://")) {
                    assertThat(page.resolveSibling(link))
                            .as("%s in %s", link, page)
                            .exists();
                }
            }
        }
    }

    @Test
    void theMetricOfTheReadmeIsTheOneOfTheExample() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String snippet = readme.substring(start, readme.indexOf("```", start));
        assertThat(Files.readString(ROOT.resolve(
                        "examples/third-party-metric/src/main/java/org/example/triangular/Triangular.java")))
                .contains(snippet);
    }

    @Test
    void everyMeasureInterventionAndStratifierThatShipsHasItsPage() throws IOException {
        String shipped = Files.readString(
                ROOT.resolve("core/src/main/resources/org/noisefloor/core/plugins/shipped.properties"));
        Matcher ids = Pattern.compile("(?m)^(metric|stratifier|intervention|backend)\\.(\\w+)")
                .matcher(shipped);
        while (ids.find()) {
            String folder = switch (ids.group(1)) {
                case "intervention" -> "interventions";
                case "backend" -> "backends";
                default -> "measures";
            };
            assertThat(ROOT.resolve("docs/" + folder + "/" + ids.group(2) + ".md"))
                    .exists();
        }
    }

    @Test
    void everyKeyAndEveryWordOfTheReportIsInTheGlossary() throws IOException {
        String glossary = Files.readString(ROOT.resolve("docs/glossary.md"));
        JsonNode schema = new ObjectMapper()
                .readTree(ROOT.resolve("core/src/main/resources/org/noisefloor/core/report/report.schema.json")
                        .toFile());
        Set<String> words = new TreeSet<>();
        addWords(schema, words);
        assertThat(words)
                .contains("mid_rank", "not_told_apart")
                .hasSizeGreaterThan(120)
                .allSatisfy(word -> assertThat(glossary).contains("`" + word + "`"));
    }

    /** Keys, and what a value may be; findValues() does not look below what it found. */
    private static void addWords(JsonNode schema, Set<String> words) {
        schema.path("properties").fieldNames().forEachRemaining(words::add);
        schema.path("enum").forEach(value -> words.add(value.asText()));
        schema.forEach(each -> addWords(each, words));
    }

    @Test
    void everyBrokenJarHasItsTest() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (Stream<Path> sources = Files.walk(ROOT)) {
            for (Path each : sources.filter(file -> file.toString().matches(".*/src/test/java/.*\\.java"))
                    .toList()) {
                String name = each.getFileName().toString().replace(".java", "");
                tests.merge(name, Files.readString(each), String::concat);
            }
        }
        Matcher named = Pattern.compile("`(\\w+(?:Test|IT)|Misbehaving)(?:\\.(\\w+))?`")
                .matcher(Files.readString(ROOT.resolve("docs/plugins/broken.md")));
        int found = 0;
        while (named.find()) {
            assertThat(tests.getOrDefault(named.group(1), ""))
                    .as("%s", named.group())
                    .containsPattern(
                            named.group(2) == null ? "class " + named.group(1) : "\\b" + named.group(2) + "\\(");
            found++;
        }
        assertThat(found).isGreaterThan(60);
    }

    @Test
    void noPagePromisesWhatIsNotThereYet() throws IOException {
        for (Path page : pages()) {
            assertThat(Files.readString(page)).as("%s", page).doesNotContain("@@", "TODO", "TBD");
        }
    }
}
