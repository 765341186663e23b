package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Where the divergence lies: at the correct token or elsewhere, and in which classes of positions. */
final class Strata {
    /** A stack of more parts is no picture; the sixteen transitions have a table of their own. */
    private static final int MOST_PARTS = 9;

    private Strata() {}

    /** KL = kl_correct + kl_others. */
    static Html chainRule(Report report, Case of) {
        if (!report.measures("kl_correct") || !report.measures("kl_others")) {
            return new Html();
        }
        Estimate correct = of.intervention().figure("kl_correct");
        Estimate others = of.intervention().figure("kl_others");
        double whole = correct.value() + others.value();
        String share = Double.isFinite(whole) && whole > 0
                ? Numbers.percent(correct.value() / whole) + " of the KL of "
                        + of.intervention().name() + " lies at the correct token"
                : "KL at the correct token and elsewhere";
        Stack stack = new Stack(
                share,
                "The chain rule splits KL exactly: the answer to “is it the correct token?”, and what changed among the others.",
                "mean KL (nats)",
                "nats",
                Series.parts(List.of("at the correct token", "among the others")));
        for (Arm arm : of.compared()) {
            stack.row(arm.label(), List.of(arm.figure("kl_correct"), arm.figure("kl_others")));
        }
        return stack.html("kl_correct and kl_others (nats)");
    }

    static Html classes(Report report, Case of) {
        Html html = new Html();
        for (String stratifier : of.intervention().stratifiers()) {
            List<String> classes = classes(of, stratifier);
            if (classes.size() <= MOST_PARTS && !report.main().isEmpty()) {
                html.add(stratum(report, of, stratifier, classes));
            }
        }
        return html;
    }

    static List<String> classes(Case of, String stratifier) {
        Set<String> classes = new LinkedHashSet<>();
        of.compared().forEach(arm -> classes.addAll(Arm.keys(arm.classes(stratifier))));
        boolean ordered = classes.stream().anyMatch(name -> name.startsWith("["));
        return ordered ? List.copyOf(new TreeSet<>(classes)) : List.copyOf(classes);
    }

    private static Html stratum(Report report, Case of, String stratifier, List<String> classes) {
        String main = report.main();
        List<Series> series = classes.size() > 4 || classes.stream().anyMatch(name -> name.matches(".*\\d.*"))
                ? Series.ordered(classes)
                : Series.parts(classes);
        String largest = "";
        double most = -1;
        for (String name : classes) {
            double part = part(of.intervention(), stratifier, name, main);
            if (part > most) {
                most = part;
                largest = name;
            }
        }
        double whole = of.intervention().figure(main).value();
        String title = stratifier + ": "
                + (most >= 0 && whole > 0
                        ? Numbers.percent(most / whole) + " of the " + report.mainInWords() + " in class " + largest
                                + ", " + Numbers.percent(of.intervention().share(stratifier, largest))
                                + " of the positions"
                        : "where " + report.mainInWords() + " lies");
        Stack stack = new Stack(
                title,
                "A bar is the mean over all positions; its parts are what each class adds to it.",
                "part of the mean " + report.mainInWords() + Overview.ofUnit(report.unit(main)),
                report.unit(main),
                series);
        for (Arm arm : of.compared()) {
            stack.row(
                    arm.label(),
                    classes.stream()
                            .map(name -> Stack.bare(part(arm, stratifier, name, main)))
                            .toList());
        }
        return stack.html(
                "What each class adds to the mean " + report.mainInWords() + Overview.ofUnit(report.unit(main)));
    }

    private static double part(Arm arm, String stratifier, String name, String figure) {
        JsonNode within = arm.classes(stratifier).path(name);
        double mean = Estimate.number(within.path("figures").path(figure).path("value"));
        return mean * Estimate.number(within.path("share").path("value"));
    }

    /** Empty in the intervention's own row. */
    private static Html excess(JsonNode against, String unit) {
        return against.isMissingNode()
                ? new Html()
                : Estimate.of(against.path("excess")).cell(unit);
    }

    /** All classes in numbers: size, the figure within, what the intervention has beyond a floor, and the share of the total. */
    static Html tables(Report report, Case of) {
        Html html = new Html();
        String main = report.main();
        if (main.isEmpty()) {
            return html;
        }
        for (String stratifier : of.intervention().stratifiers()) {
            List<List<Html>> rows = new ArrayList<>();
            for (String name : classes(of, stratifier)) {
                for (Arm arm : of.compared()) {
                    JsonNode within = arm.classes(stratifier).path(name);
                    JsonNode figures = within.path("figures");
                    JsonNode less = of.intervention().against(arm.name(), stratifier, name);
                    rows.add(List.of(
                            arm.isIntervention() ? Html.of(name) : new Html(),
                            Html.code(arm.label()),
                            Html.of(Numbers.count(
                                    within.isMissingNode()
                                            ? 0
                                            : Estimate.number(within.path("n").path("value")))),
                            Estimate.of(within.path("share")).cell("share"),
                            excess(less.path("share"), "share"),
                            Estimate.of(figures.path(main)).cell(report.unit(main)),
                            excess(less.path("figures").path(main), report.unit(main)),
                            Estimate.of(figures.path(main).path("of_total")).cell("share"),
                            Estimate.of(figures.path("ce_delta")).cell("")));
                }
            }
            String name = report.mainInWords();
            html.open("details")
                    .element("summary", "Classes of " + stratifier + " in numbers")
                    .table(
                            "Classes of " + stratifier,
                            List.of(
                                    "class",
                                    "",
                                    "positions",
                                    "share of positions",
                                    of.intervention().name() + " less this",
                                    name + " within",
                                    of.intervention().name() + " less this",
                                    "share of all " + name,
                                    "rise of cross-entropy within (nats)"),
                            rows)
                    .closeLine();
        }
        return html;
    }
}
