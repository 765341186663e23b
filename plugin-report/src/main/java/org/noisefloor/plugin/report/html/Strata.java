package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.plugin.report.Wording;

/** Where the divergence lies: at the correct token or elsewhere, and in which classes of positions. */
final class Strata {
    /** A stack of more parts is no picture; the sixteen transitions have a table of their own. */
    private static final int MOST_PARTS = 9;

    private Strata() {}

    /** KL = kl_correct + kl_others. */
    static Html chainRule(Topic topic, Case of) {
        if (!topic.measures("kl_correct") || !topic.measures("kl_others")) {
            return new Html();
        }
        Estimate correct = Arms.figure(of.intervention(), "kl_correct");
        Estimate others = Arms.figure(of.intervention(), "kl_others");
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
        for (ArmReport arm : of.compared()) {
            stack.row(
                    Arms.label(arm),
                    Stream.of("kl_correct", "kl_others")
                            .map(figure -> Arms.figure(arm, figure))
                            .toList(),
                    Stream.of("kl_correct", "kl_others")
                            .map(figure -> Arms.cell(arm, figure, "nats"))
                            .toList());
        }
        return stack.html("kl_correct and kl_others (nats)");
    }

    static Html classes(Topic topic, Case of) {
        Html html = new Html();
        for (String stratifier : of.intervention().classes().keySet()) {
            List<String> classes = classes(of, stratifier);
            if (classes.size() <= MOST_PARTS && !topic.main().isEmpty()) {
                html.add(stratum(topic, of, stratifier, classes));
            }
        }
        return html;
    }

    static List<String> classes(Case of, String stratifier) {
        Set<String> classes = new LinkedHashSet<>();
        of.compared()
                .forEach(arm -> classes.addAll(Arms.classes(arm, stratifier).keySet()));
        boolean ordered = classes.stream().anyMatch(name -> name.startsWith("["));
        return ordered ? List.copyOf(new TreeSet<>(classes)) : List.copyOf(classes);
    }

    private static Html stratum(Topic topic, Case of, String stratifier, List<String> classes) {
        String main = topic.main();
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
        double whole = Arms.figure(of.intervention(), main).value();
        String title = stratifier + ": "
                + (most >= 0 && whole > 0
                        ? Numbers.percent(most / whole) + " of the " + topic.mainInWords() + " in class " + largest
                                + ", " + Numbers.percent(Arms.share(of.intervention(), stratifier, largest))
                                + " of the positions"
                        : "where " + topic.mainInWords() + " lies");
        Stack stack = new Stack(
                title,
                "A bar is the mean over all positions; its parts are what each class adds to it.",
                "part of the mean " + topic.mainInWords() + Overview.ofUnit(topic.unit(main)),
                topic.unit(main),
                series);
        for (ArmReport arm : of.compared()) {
            stack.row(
                    Arms.label(arm),
                    classes.stream()
                            .map(name -> Estimate.alone(part(arm, stratifier, name, main)))
                            .toList());
        }
        return stack.html(
                "What each class adds to the mean " + topic.mainInWords() + Overview.ofUnit(topic.unit(main)));
    }

    private static double part(ArmReport arm, String stratifier, String name, String figure) {
        return arm.inClass(stratifier, name)
                .map(within -> value(within, figure).value() * within.share().value())
                .orElse(Double.NaN);
    }

    private static Estimate value(ClassReport within, String figure) {
        ClassFigure value = within.figures().get(figure);
        return value == null ? Words.ABSENT : Wording.inClass(value.estimate(), within);
    }

    private static Estimate ofTotal(ClassReport within, String figure) {
        ClassFigure value = within.figures().get(figure);
        Estimate ofTotal = value == null ? null : value.ofTotal();
        return ofTotal == null ? Words.ABSENT : Wording.inClass(ofTotal, within);
    }

    /** All classes in numbers: size, the figure within, what the intervention has beyond a floor, and the share of the total. */
    static Html tables(Topic topic, Case of) {
        Html html = new Html();
        if (topic.main().isEmpty()) {
            return html;
        }
        for (String stratifier : of.intervention().classes().keySet()) {
            List<List<Html>> rows = new ArrayList<>();
            for (String name : classes(of, stratifier)) {
                for (ArmReport arm : of.compared()) {
                    rows.add(row(topic, of, arm, stratifier, name));
                }
            }
            String divergence = topic.mainInWords();
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
                                    divergence + " within",
                                    of.intervention().name() + " less this",
                                    "share of all " + divergence,
                                    "rise of cross-entropy within (nats)"),
                            rows)
                    .closeLine();
        }
        return html;
    }

    private static List<Html> row(Topic topic, Case of, ArmReport arm, String stratifier, String name) {
        String main = topic.main();
        String unit = topic.unit(main);
        Optional<ClassReport> within = arm.inClass(stratifier, name);
        Optional<ClassContrast> contrast = of.intervention()
                .inClass(stratifier, name)
                .map(own -> own.floors().get(arm.name()));
        return List.of(
                arm.role().isIntervention() ? Html.of(name) : new Html(),
                Html.code(Arms.label(arm)),
                Html.of(Numbers.count(Arms.positions(arm, stratifier, name))),
                cell(within.map(ClassReport::share), "share"),
                excess(contrast.map(ClassContrast::shareExcess), "share"),
                cell(within.map(each -> value(each, main)), unit),
                excess(contrast.map(each -> each.figures().get(main)).map(ClassExcess::excess), unit),
                cell(within.map(each -> ofTotal(each, main)), "share"),
                cell(within.map(each -> value(each, "ce_delta")), ""));
    }

    private static Html cell(Optional<Estimate> estimate, String unit) {
        return Words.cell(estimate.orElse(Words.ABSENT), unit);
    }

    /** Empty in the intervention's own row. */
    private static Html excess(Optional<Estimate> excess, String unit) {
        return excess.map(each -> Words.cell(each, unit)).orElse(new Html());
    }
}
