package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Provider;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Figure.Subject;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.plugin.report.TestReport;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class HtmlWriterTest implements ProviderContract {
    private static final List<String> HOSTILE = List.of(
            "</script><script>alert(1)</script>",
            "<!--",
            "]]>",
            "\u202eevil",
            "\u200b",
            "\u2028",
            "\u0000",
            "<img src=x onerror=alert(1)>",
            "' onload='x");

    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new HtmlWriter();
    }

    private static List<ScoredPosition> positions(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SampleRun.position(i, 5 + i % 50, 1 + i % 13, 0.9, 0.2))
                .toList();
    }

    /** The page without the libraries, which hold markup of their own in strings. */
    private static String own(String page) {
        return page.replaceAll("(?s)<script>.*?</script>", "");
    }

    @Test
    void aJointSpliceStandsBesideItsParts() throws IOException {
        var sample = SampleRun.sample()
                .together(new RunReport.JointCost(
                        "sae",
                        null,
                        "kl",
                        Estimate.of(0.5, 0.4, 0.6),
                        Estimate.of(0.3, 0.2, 0.4),
                        Estimate.of(0.2, 0.1, 0.3),
                        0.05));
        new HtmlWriter()
                .write(
                        SampleRun.of(sample),
                        temp,
                        new HtmlOptions(40, 24),
                        TestContext.builder().build());
        assertThat(own(Files.readString(temp.resolve("report.html"))))
                .contains("<h2>Several at once</h2>", "joint − sum", "0.200 <i>[0.100, 0.300]</i>");
    }

    @Test
    void anArmWhoseValuesAreInNoBinIsDrawnAsNothing() {
        Estimate kl = Estimate.of(0.5, 0.4, 0.6);
        TestReport report = SampleRun.sample("kl")
                .site(
                        "blocks.3",
                        SampleRun.sae("sae").spread("kl", kl, Map.of("zero", 10L, "150", 90L)),
                        SampleRun.epsRandom("sae").spread("kl", kl, Map.of()));
        String page = own(SampleRun.of(report).page());
        assertThat(page).contains("Quantiles of KL over positions").doesNotContain("NaN");
        assertThat(page.substring(page.indexOf("Quantiles of KL over positions")))
                .containsPattern("<td>10.0 %</td><td>0.100</td>")
                .containsPattern("<td>0 %</td><td>–</td><td>–</td><td>–</td>");
    }

    @Test
    void writesOneFile() throws IOException {
        new HtmlWriter()
                .write(
                        SampleRun.of(SampleRun.sample()),
                        temp,
                        new HtmlOptions(40, 24),
                        TestContext.builder().build());
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(temp.resolve("report.html"));
        }
        assertThat(temp.resolve("report.html"))
                .content(StandardCharsets.UTF_8)
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n");
    }

    @Test
    void opensWithWhatWasRunThenTheVerdictInASentenceThenTheGridThenAPlot() {
        String page = own(SampleRun.of(SampleRun.sample()).page());
        String headline = "The SAE at blocks.3 costs more KL than equally large noise in random directions.";
        assertThat(page.indexOf("<dt>Model</dt><dd>gpt2 · run by onnx</dd>"))
                .isPositive()
                .isLessThan(page.indexOf(headline));
        assertThat(page.indexOf(headline)).isLessThan(page.indexOf("<td class=\"v worse\""));
        assertThat(page.indexOf("<td class=\"v worse\"")).isLessThan(page.indexOf("<figure"));
    }

    @Test
    void theSameRunGivesTheSameBytes() {
        assertThat(SampleRun.of(SampleRun.sample(), positions(500), HOSTILE).page())
                .isEqualTo(SampleRun.of(SampleRun.sample(), positions(500), HOSTILE)
                        .page());
    }

    @Test
    void hostileTextIsShownAndNeverMarkup() {
        String page =
                own(SampleRun.of(SampleRun.sample(), positions(20), HOSTILE).page());
        assertThat(page)
                .contains(
                        "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
                        "‹U+202E›evil",
                        "‹U+200B›",
                        "‹U+2028›",
                        "‹U+0000›");
        assertThat(page).doesNotContain("<script>alert", "<img", "<!--", "\u202e", "\u200b", "\u2028", "\u0000");
    }

    @Test
    void hostileNamesInTheReportAreShownAndNeverMarkup() {
        String name = "</script><b onclick=x>";
        TestReport report = SampleRun.sample("kl").site("a<!--b", SampleRun.sae(name), SampleRun.epsRandom(name));
        assertThat(own(SampleRun.of(report).page()))
                .doesNotContain("<b onclick", "<!--")
                .contains("&lt;b onclick=x&gt;", "a&lt;!--b");
    }

    @Test
    void thePolicyNamesEveryScriptThatRunsByItsHashAndNothingElse() throws Exception {
        String page = SampleRun.of(SampleRun.sample()).page();
        String policy = Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(policy).startsWith("default-src 'none'; script-src 'sha256-").doesNotContain("unsafe-eval", "http");
        assertThat(policy.replaceAll("style-src 'unsafe-inline'", "")).doesNotContain("unsafe-inline");
        var scripts = Pattern.compile("(?s)<script>(.*?)</script>")
                .matcher(page)
                .results()
                .toList();
        assertThat(scripts).hasSize(1);
        for (var script : scripts) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
    }

    @Test
    void whatWasNotMeasuredIsLeftOutAndSaysWhatToAdd() {
        String page = own(SampleRun.of(SampleRun.sample()).page());
        assertThat(page)
                .contains(
                        "Not measured in this run",
                        "<code>metrics: [ kl, kl_split ]</code>",
                        "<code>stratify: [ transitions ]</code>",
                        "<code>baselines: [ { type: dose_relative, draws: 2 } ]</code>",
                        "The run left no single positions.")
                .doesNotContain("<h4>Dose-response</h4>", "<h4>From right to wrong, and back</h4>");
    }

    @Test
    void aReportWithNothingInItIsStillAPage() {
        assertThat(own(SampleRun.of(new TestReport()).page()))
                .contains("The run has no intervention, so there is nothing to judge.", "</html>");
    }

    @Test
    void aNullKeepsItsReason() {
        TestReport report = SampleRun.sample();
        report.arm("eps_random").figure("ce_delta", Estimate.undefined("a reason"));
        assertThat(own(SampleRun.of(report).page())).contains("none: a reason");
    }

    @Test
    void theCrossEntropyOfTheOriginalIsAFigureThatIsAboutTheOriginal() {
        assertThat(own(SampleRun.of(withCrossEntropy(Subject.ORIGINAL)).page()))
                .contains("The original&#39;s cross-entropy: 3.50 nats");
        assertThat(own(SampleRun.of(withCrossEntropy(Subject.CHANGE)).page()))
                .doesNotContain("The original&#39;s cross-entropy");
    }

    private static TestReport withCrossEntropy(Subject about) {
        TestReport report = SampleRun.sample()
                .figure("ce", new FigureInfo("loss", "nats", Kind.LEVEL, "scored", about, "cross-entropy", null, null));
        report.arm("sae").figure("ce", 3.5);
        return report;
    }

    @Test
    void everyPlotHasItsTable() {
        String page =
                own(SampleRun.of(SampleRun.sample(), positions(3), HOSTILE).page());
        int plots = page.split("<figure class=\"plot\"", -1).length - 1;
        assertThat(plots).isPositive();
        assertThat(page.split("The same as a table", -1).length - 1).isEqualTo(plots);
    }

    @Test
    void everyPlotIsThereWithoutAScript() {
        String page =
                own(SampleRun.of(SampleRun.sample(), positions(3), HOSTILE).page());
        assertThat(page.split("<svg height=", -1).length - 1)
                .isEqualTo(page.split("<figure class=\"plot\"", -1).length - 1);
        assertThat(page).contains("<title>blocks.3, random directions: 2.00× [1.90, 2.10]</title>");
    }

    @Test
    void theConfigIsWholeAndTheTimesAreLeftOut() {
        assertThat(own(SampleRun.of(SampleRun.sample()).page()))
                .contains("seed: 0\n")
                .doesNotContain("&quot;started&quot;");
    }

    @Test
    void optionsBoundWhatIsShownOfPositions() {
        SampleRun run = SampleRun.of(SampleRun.sample(), positions(500), HOSTILE);
        assertThat(new Page(run, new HtmlOptions(7, 0)).html().split("<li data-l", -1).length - 1)
                .isBetween(7, 7 * 5);
        assertThat(new Page(run, new HtmlOptions(0, 24)).html()).doesNotContain("<li data-l");
    }

    @Test
    void thePageOfAFullRunStaysSmall() {
        String page =
                SampleRun.of(SampleRun.sample(), positions(20_000), HOSTILE).page();
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(400_000);
    }
}
