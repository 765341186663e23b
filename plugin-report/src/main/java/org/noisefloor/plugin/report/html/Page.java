package org.noisefloor.plugin.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.text.Numbers;

/**
 * The whole page, in one file.
 *
 * <p>Its Content-Security-Policy lets nothing in from outside and runs no script but those written here, each named by its SHA-256:
 * text of a corpus that would get through the escaping could still not run. Vega's expressions are interpreted ({@code ast}), not
 * evaluated, so that {@code unsafe-eval} is not needed. Styles are inline.
 */
final class Page {
    private static final List<String> LIBRARIES = List.of("vega.min.js", "vega-lite.min.js", "vega-embed.min.js");

    private final Topic topic;
    private final RunResult run;
    private final HtmlOptions options;

    Page(RunResult run, HtmlOptions options) {
        this.topic = Topic.of(run.report());
        this.run = run;
        this.options = options;
    }

    String html() {
        List<String> scripts = new ArrayList<>();
        LIBRARIES.forEach(library -> scripts.add(resource(library).replaceAll("(?m)^//# sourceMappingURL=.*$", "")));
        scripts.add(resource("page.js"));
        StringBuilder hashes = new StringBuilder();
        scripts.forEach(
                script -> hashes.append(" 'sha256-").append(sha256(script)).append('\''));

        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src")
                .append(hashes)
                .append("; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append(new Html().element("title", title()))
                .append('\n')
                .append("<style>\n")
                .append(resource("page.css"))
                .append("</style>\n</head>\n<body>\n")
                .append(body());
        scripts.forEach(script -> page.append("<script>").append(script).append("</script>\n"));
        return page.append("</body>\n</html>\n").toString();
    }

    private String title() {
        return "Noise-floor report: "
                + topic.report().model().architecture() + ", "
                + VerdictWords.and(topic.cases().stream()
                        .map(Case::place)
                        .distinct()
                        .limit(3)
                        .toList());
    }

    private Html body() {
        Html html = new Html().open("header").element("h1", "Noise-floor report");
        RunReport report = topic.report();
        html.paragraph("Model " + report.model().architecture() + ", "
                + Numbers.count(report.model().vocabulary()) + " tokens of vocabulary, run by "
                + report.model().backend() + ". " + Numbers.count(topic.scored()) + " positions of "
                + Numbers.count(report.positions().sequences()) + " sequences: "
                + report.positions().rule() + ".");
        html.add(navigation()).closeLine().open("main");
        section(html, "answer", "The answer", answers());
        section(html, "overview", "All sites", new Overview(topic).html());
        section(html, "together", "Several at once", Several.of(topic));
        if (topic.cases().isEmpty()) {
            html.paragraph("The run has no intervention.", "class", "absent");
        }
        Html reconstruction = Reconstruction.of(topic);
        section(html, "reconstruction", "Reconstruction against " + named(), reconstruction);
        List<Part> absent = new ArrayList<>(
                Part.ALL.stream().filter(part -> !part.title().isEmpty()).toList());
        section(html, "sites", "Each site", sites(absent));
        section(html, "positions", "Single positions", new Browser(topic, run, options).html());
        Html left = new Html();
        if (reconstruction.toString().isEmpty()) {
            left.absent("Reconstruction was not measured.", "metrics: [ reconstruction ]");
        }
        if (topic.cases().stream().allMatch(of -> of.floors().isEmpty())) {
            left.absent("No noise floor was measured.", "baselines: [ eps_random, error_shuffled, cov_random ]");
        }
        absent.forEach(part -> left.absent(part.absent(), part.toAdd()));
        section(html, "absent", "Not measured in this run", left);
        section(html, "settings", "How it was run", Settings.of(topic, run));
        section(
                html,
                "licences",
                "Libraries in this page",
                new Html()
                        .open("details")
                        .element("summary", "Vega, Vega-Lite and Vega-Embed: licence")
                        .element("pre", resource("LICENCES.txt"), "tabindex", "0")
                        .closeLine());
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
                        "overview All sites",
                        "sites Each site",
                        "positions Single positions",
                        "settings How it was run")
                .forEach(each -> html.open("a", "href", "#" + each.substring(0, each.indexOf(' ')))
                        .text(each.substring(each.indexOf(' ') + 1))
                        .close()
                        .text(" "));
        return html.close();
    }

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
        if (!topic.cases().isEmpty()) {
            html.paragraph(
                    "In brackets: "
                            + topic.level()
                            + " bootstrap intervals over sequences. A verdict holds for the floor that it names, and for this text.",
                    "class",
                    "note");
        }
        topic.report().warnings().forEach(warning -> html.paragraph("Warning: " + warning, "class", "warning"));
        return html;
    }

    private Html sites(List<Part> absent) {
        Html html = new Html();
        if (topic.cases().size() > 1) {
            html.markup("<p class=\"fold\" hidden><button type=\"button\" data-fold=\"open\">Open all</button>"
                    + " <button type=\"button\" data-fold=\"\">Close all</button></p>\n");
        }
        boolean first = true;
        for (Case of : topic.cases()) {
            html.open("details", first ? new String[] {"class", "site", "open", ""} : new String[] {"class", "site"});
            html.open("summary").element("h3", of.label()).close();
            for (Part part : Part.ALL) {
                Html content = part.content().apply(topic, of);
                if (content.toString().isEmpty()) {
                    continue;
                }
                absent.remove(part);
                if (!part.title().isEmpty()) {
                    html.element("h4", part.title());
                }
                html.open("div", "class", "part").add(content).closeLine();
            }
            html.closeLine();
            first = false;
        }
        return html;
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
