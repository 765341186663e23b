package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.plugin.report.html.HtmlOptions;
import org.noisefloor.plugin.report.html.HtmlWriter;

/** The report's page in a real browser: made by a run of the demo, and by one over a text that would like to do harm. */
@Tag("browser")
class BrowserIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo.yaml");
    private static final Path SHOTS = Path.of("target/screenshots").toAbsolutePath();
    private static final String HOSTILE = """
            {"text": "Once there was a </script><script>document.title='owned'</script> and <img src=x onerror=\\"document.title='owned'\\"> in the park."}
            {"text": "<!-- a comment that never ends <b>bold</b> &amp; 'quoted' \\"twice\\" \\u0001\\u0007\\u001b[31m red"}
            {"text": "\\u202eright to left\\u202c \\u200bzero\\u200d width\\ufeff \\u2028 separators \\u2029 and שלום עולם مرحبا بالعالم"}
            {"text": "emoji 👩‍👩‍👧 🏳️‍🌈 👍🏽 and marks a\\u0301\\u0301\\u0301\\u0301 and ]]> </style></title></textarea></pre>"}
            """;

    @TempDir
    static Path temp;

    private static Path demo;
    private static Path hostile;
    private static Path hostileTokens;
    private static Chromium browser;

    @BeforeAll
    static void runsAndBrowser() throws IOException {
        browser = Chromium.start(temp.resolve("profile"));
        demo = run("demo", "corpus.sequences=8");
        Path text = Files.writeString(temp.resolve("hostile.jsonl"), HOSTILE);
        hostile = run(
                "hostile",
                "corpus.path=" + text,
                "corpus.sequences=3",
                "corpus.length=64",
                "corpus.pack=document",
                "corpus.calibration.sequences=1",
                "sites=[blocks.3.hook_resid_post]",
                "baselines=[zero, { type: eps_random, draws: 2 }, { type: eps_random, name: noise_whose_name_is_too_long_by_far, draws: 2 }, { type: dose_relative, draws: 2 }, { type: dose, draws: 2 }]",
                "floors=[eps_random]",
                "stratify=[correct_token, original_state, transitions, position]");
        hostileTokens = Files.createDirectories(temp.resolve("tokens")).resolve("report.html");
        new HtmlWriter()
                .write(
                        HostileRun.withFiguresOf(hostile.getParent(), "blocks.3.hook_resid_post"),
                        hostileTokens.getParent(),
                        new HtmlOptions(40, 24),
                        new HostContext("html", 1, temp));
    }

    private static Path run(String name, String... settings) {
        Path folder = temp.resolve(name);
        List<String> command = new java.util.ArrayList<>(List.of(
                "run",
                DEMO.toString(),
                "--set",
                "output=" + folder,
                "--set",
                "reports=[html]",
                "--set",
                "run.resamples=100"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        var result = Distribution.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return folder.resolve("report.html");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(Path page, int width) {
        browser.open(page, width, true);
    }

    private static void openEveryFold() {
        browser.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })");
    }

    private static void nothingWentWrong(Path page) {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
    }

    @ParameterizedTest
    @CsvSource({"400, light", "400, dark", "1280, light", "1280, dark", "1920, light", "1920, dark"})
    void thePageOfTheDemoDrawsAllPlotsWithinItsWidth(int width, String scheme) throws IOException {
        browser.media("screen", scheme);
        open(demo, width);
        openEveryFold();
        assertThat(browser.evaluate("document.querySelectorAll('.vl > svg').length")
                        .asInt())
                .isGreaterThan(40);
        assertFits(width);
        nothingIsCutOff();
        nothingWentWrong(demo);
        browser.screenshot(SHOTS.resolve("demo-" + width + "-" + scheme + ".png"));
    }

    private static void nothingIsCutOff() {
        // what a plot draws lies within it: nothing runs into its neighbour
        assertThat(browser.evaluate("""
                [...document.querySelectorAll('.vl')].filter(place => {
                  const box = place.getBoundingClientRect();
                  return [...place.querySelectorAll('svg text')].some(text => {
                    const own = text.getBoundingClientRect();
                    return own.width > 0 && (own.left < box.left - 1 || own.right > box.right + 1 || own.top < box.top - 1 || own.bottom > box.bottom + 1);
                  });
                }).map(place => place.closest('figure').querySelector('strong').textContent).join('; ')""").asText()).isEmpty();
    }

    private static void assertFits(int width) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
    }

    @Test
    void filtersShowWhatTheySay() {
        open(demo, 1280);
        String shown = "[...document.querySelectorAll('details.positions:not([hidden]) li:not([hidden])')]";
        assertThat(browser.evaluate(shown + ".length").asInt()).isEqualTo(10);
        choose("site", "blocks.4.hook_resid_post");
        choose("list", "2");
        assertThat(browser.evaluate("document.querySelectorAll('details.positions:not([hidden])').length")
                        .asInt())
                .isEqualTo(1);
        assertThat(browser.evaluate("document.querySelector('details.positions:not([hidden])').dataset.site")
                        .asText())
                .isEqualTo("blocks.4.hook_resid_post");
        assertThat(browser.evaluate(shown + ".every((item, i) => item.dataset.l.split(' ').includes('2:' + (i + 1)))")
                        .asBoolean())
                .isTrue();
        String right = browser.evaluate("[...document.querySelector('[name=class]').options]"
                        + ".find(each => each.text === 'original_state: right_confident').value")
                .asText();
        choose("class", right);
        assertThat(browser.evaluate(shown + ".every(item => item.dataset.k.split(' ').includes('" + right + "'))")
                        .asBoolean())
                .isTrue();
        String lost = browser.evaluate("[...document.querySelector('[name=class]').options]"
                        + ".find(each => each.text === 'correct_token: gained').value")
                .asText();
        choose("class", lost);
        assertThat(browser.evaluate("!document.querySelector('.none').hidden && " + shown + ".length === 0")
                        .asBoolean())
                .isTrue();
        nothingWentWrong(demo);
    }

    private static void choose(String name, String value) {
        browser.evaluate("(() => { const select = document.querySelector('[name=" + name + "]'); select.value = '"
                + value + "'; select.dispatchEvent(new Event('change', { bubbles: true })); })()");
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void theVerdictAndTheFirstPlotAreSeenWithoutScrolling(String scheme) {
        browser.media("screen", scheme);
        browser.open(demo, 1280, true);
        browser.size(1280, 800);
        assertThat(browser.evaluate("document.querySelector('figure.plot svg').getBoundingClientRect().bottom")
                        .asDouble())
                .isLessThan(800);
        assertThat(browser.evaluate("document.querySelector('.grid').getBoundingClientRect().bottom")
                        .asDouble())
                .isLessThan(800);
        assertThat(browser.evaluate(
                                "document.querySelector('.grid').scrollWidth <= document.querySelector('.grid').clientWidth")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theGridFitsAPhone() {
        open(demo, 400);
        assertThat(browser.evaluate(
                                "document.querySelector('.grid').scrollWidth <= document.querySelector('.grid').clientWidth")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void theFilterSaysOfHowManyPositionsItShowsSome() {
        open(demo, 1280);
        assertThat(browser.evaluate("document.querySelector('.filters output').textContent")
                        .asText())
                .matches("10 of the 40 most damaging \\([0-9,]+ in all\\)");
    }

    @Test
    void everythingIsReachedByKeyboard() {
        open(demo, 1280);
        assertThat(browser.evaluate("[...document.querySelectorAll('.scroll')].every(each => each.tabIndex === 0)")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate("[...document.querySelectorAll('select')].every(each => each.labels.length === 1)")
                        .asBoolean())
                .isTrue();
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.vl > svg')].every(each => each.getAttribute('aria-label'))")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void withoutJavaScriptThereAreAllPlotsTablesAndPositions() throws IOException {
        browser.media("screen", "light");
        browser.open(demo, 1280, false);
        // scripts of the page are off; the question comes from outside
        assertThat(browser.evaluate("document.querySelectorAll('.vl > svg').length")
                        .asInt())
                .isGreaterThan(40);
        assertThat(browser.evaluate("document.querySelectorAll('figure.plot table').length")
                        .asInt())
                .isGreaterThan(40);
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('details.positions li')].filter(each => !each.hidden).length")
                        .asInt())
                .isGreaterThan(100);
        assertThat(browser.evaluate("getComputedStyle(document.querySelector('.filters')).display")
                        .asText())
                .isEqualTo("none");
        assertFits(1280);
        nothingWentWrong(demo);
        browser.screenshot(SHOTS.resolve("demo-without-javascript.png"));
    }

    @ParameterizedTest
    @CsvSource({"400, false", "1280, false", "400, true", "1280, true"})
    void aTextThatWouldLikeToDoHarmIsOnlyShown(int width, boolean anyTokens) throws IOException {
        Path page = anyTokens ? hostileTokens : hostile;
        browser.media("screen", "light");
        open(page, width);
        openEveryFold();
        assertThat(browser.evaluate("document.title").asText()).startsWith("Damage or noise");
        assertThat(browser.evaluate("document.querySelectorAll('img, iframe, b:not(.t b), [onerror], [onload]').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.querySelector('#positions').textContent")
                        .asText())
                .contains("</script>");
        assertFits(width);
        nothingIsCutOff();
        nothingWentWrong(page);
        browser.screenshotOf(
                "#positions", 1600, SHOTS.resolve("hostile-" + width + (anyTokens ? "-tokens" : "") + ".png"));
    }

    @Test
    void thePolicyStopsAScriptThatGotIn() {
        open(demo, 1280);
        browser.evaluate(
                "(() => { const script = document.createElement('script'); script.textContent = 'document.title = \"owned\"';"
                        + " document.body.append(script); })()");
        assertThat(browser.evaluate("document.title").asText()).startsWith("Damage or noise");
        assertThat(browser.complaints()).isNotEmpty();
    }

    @Test
    void thePageCanBePrinted() throws IOException {
        browser.media("", "light");
        open(demo, 1280);
        browser.pdf(SHOTS.resolve("demo.pdf"));
        assertThat(SHOTS.resolve("demo.pdf")).isNotEmptyFile();
        nothingWentWrong(demo);
    }
}
