package org.noisefloor.plugin.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.words.Headline;

/**
 * The whole page, in one file: what was run, the verdict in a sentence and as a grid, and then everything that stands behind it.
 *
 * <p>Its Content-Security-Policy lets nothing in from outside and runs no script but the one written here, named by its SHA-256: text
 * of a corpus that would get through the escaping could still not run. Styles are inline. Plots are SVG and need no script.
 */
final class Page {
    private final Topic topic;
    private final RunResult run;
    private final HtmlOptions options;

    Page(RunResult run, HtmlOptions options) {
        this.topic = Topic.of(run.report());
        this.run = run;
        this.options = options;
    }

    String html() {
        String script = resource("page.js");
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-"
                + sha256(script) + "'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + new Html().element("title", title()) + "\n<style>\n" + resource("page.css")
                + "</style>\n</head>\n<body>\n" + body() + "<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private String title() {
        List<String> labels = topic.cases().stream().map(Case::label).limit(3).toList();
        return "Damage or noise: " + topic.report().model().architecture()
                + (labels.isEmpty() ? "" : ", " + VerdictWords.and(labels));
    }

    private Html body() {
        Html html = new Html()
                .open("header")
                .element("h1", "Damage or noise?")
                .add(Ran.of(run))
                .closeLine()
                .open("main");
        Overview overview = new Overview(topic);
        html.open("section", "id", "answer").open("p", "class", "headline");
        html.text(String.join(" ", Headline.of(topic.report()))).closeLine();
        html.open("div", "class", "first")
                .open("div")
                .add(Grid.of(topic))
                .closeLine()
                .add(overview.first())
                .closeLine();
        html.closeLine().add(navigation());
        section(html, "words", "In words", answers());
        section(html, "overview", "All sites", overview.html());
        section(html, "together", "Several at once", Several.of(topic));
        Html reconstruction = Reconstruction.of(topic);
        section(html, "reconstruction", "Reconstruction against " + named(), reconstruction);
        Sites sites = new Sites(topic);
        section(html, "sites", "Each site", sites.html());
        section(html, "positions", "Single positions", new Browser(topic, run, options).html());
        Html left = new Html();
        if (reconstruction.toString().isEmpty()) {
            left.absent("Reconstruction was not measured.", "metrics: [ reconstruction ]");
        }
        if (topic.cases().stream().allMatch(of -> of.floors().isEmpty())) {
            left.absent("No noise floor was measured.", "baselines: [ eps_random, error_shuffled, cov_random ]");
        }
        sites.absent().forEach(part -> left.absent(part.absent(), part.toAdd()));
        section(html, "absent", "Not measured in this run", left);
        section(html, "settings", "How it was run", Settings.of(topic, run));
        return html.closeLine();
    }

    private String named() {
        return topic.main().isEmpty() ? "cost" : topic.mainInWords();
    }

    private static void section(Html html, String id, String title, Html content) {
        if (!content.toString().isEmpty()) {
            html.open("section", "id", id).element("h2", title).add(content).closeLine();
        }
    }

    private Html navigation() {
        Html html = new Html().open("nav", "aria-label", "Sections");
        List.of(
                        "answer The answer",
                        "words In words",
                        "overview All sites",
                        "sites Each site",
                        "positions Single positions",
                        "settings How it was run")
                .forEach(each -> html.open("a", "href", "#" + each.substring(0, each.indexOf(' ')))
                        .text(each.substring(each.indexOf(' ') + 1))
                        .close()
                        .text(" "));
        return html.closeLine();
    }

    /** A paragraph for each case, folded away where the grid has many: it says the same in a row. */
    private Html answers() {
        Html html = new Html();
        for (Case of : topic.cases()) {
            Answer answer = new Answer(topic, of);
            html.open("p", "class", "answer");
            if (!answer.verdict().isEmpty()) {
                html.element("strong", of.label() + ": " + answer.verdict()).text(" ");
            }
            html.text(answer.sentence().strip()).closeLine();
        }
        if (topic.cases().isEmpty()) {
            return html;
        }
        html.paragraph(
                "In brackets: " + topic.level() + " bootstrap intervals over " + topic.units()
                        + ". A verdict holds for the floor that it names, and for this text.",
                "class",
                "note");
        return topic.cases().size() == 1
                ? html
                : new Html()
                        .open("details")
                        .element("summary", "What each costs, in a few sentences each")
                        .add(html)
                        .closeLine();
    }

    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String sha256(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
