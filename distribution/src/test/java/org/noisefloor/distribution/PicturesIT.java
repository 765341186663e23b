package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of the README from the demo's last run. No test of anything: it runs only when asked for by its tag. */
@Tag("pictures")
class PicturesIT {
    private static final int WIDTH = 1200;
    private static final int LARGEST_BYTES = 300_000;
    private static final Path REPORT = Distribution.repository().resolve("runs/demo/report.html");
    private static final Path PICTURES = Distribution.repository().resolve("docs/pictures");

    @TempDir
    Path temp;

    @Test
    void ofTheDemo() throws IOException {
        assertThat(REPORT)
                .as("first: ./noisefloor run examples/demo.yaml --overwrite")
                .exists();
        try (Chromium browser = Chromium.start(temp.resolve("profile"))) {
            browser.media("screen", "light");
            browser.open(REPORT, WIDTH, true);
            // paths as the config has them, not where this checkout lies
            browser.evaluate("(() => { const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
                    + " while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll('"
                    + Distribution.repository() + "/', ''); })()");
            browser.evaluate(
                    "document.querySelectorAll('#sites > details').forEach(each => { each.open = each.querySelector('h3').textContent === 'after block 3'; })");
            browser.evaluate(
                    "(() => { const form = document.querySelector('.filters'); form.elements.site.selectedIndex = 3;"
                            + " form.elements.list.value = '2'; form.dispatchEvent(new Event('change')); })()");
            browser.screenshotOf("body", 700, PICTURES.resolve("report-answer.png"));
            browser.screenshotOf("#overview", 600, PICTURES.resolve("report-sites.png"));
            browser.screenshotOf("#sites > details[open]", 1640, PICTURES.resolve("report-site.png"));
            browser.screenshotOf("#positions", 700, PICTURES.resolve("report-positions.png"));
        }
        try (var pictures = Files.list(PICTURES)) {
            assertThat(pictures).hasSize(4).allMatch(each -> each.toFile().length() < LARGEST_BYTES);
        }
    }
}
