package org.noisefloor.plugin.report.html;

import static org.noisefloor.api.report.VerdictWords.and;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.files.words.FloorWords;

/** What the run says of one intervention at one site, in a sentence or two. */
final class Answer {
    /** More than that nobody reads in a sentence; the others are in the plots. */
    private static final int FLOORS = 3;

    private final Topic topic;
    private final Case of;
    private final ArmReport arm;
    private final String main;

    Answer(Topic topic, Case of) {
        this.topic = topic;
        this.of = of;
        this.arm = of.intervention();
        this.main = topic.main();
    }

    /** How it stands against its floors; empty if it was compared with none. */
    String verdict() {
        String verdicts = VerdictWords.of(
                arm, main, floors().stream().map(ArmReport::name).toList());
        return verdicts.isEmpty() ? "" : "By " + topic.mainInWords() + ", " + verdicts + ".";
    }

    String sentence() {
        return (main.isEmpty() ? "" : cost()) + loss() + lost();
    }

    private String cost() {
        String what = arm.name() + " " + of.where() + " costs ";
        List<ArmReport> floors = floors();
        if (floors.isEmpty()) {
            return what + amount() + " of " + topic.mainInWords()
                    + ". No noise floor was measured, so nothing says whether that is much.";
        }
        List<String> multiples = floors.stream()
                .map(floor -> multiple(floor, floor.equals(floors.get(0))))
                .toList();
        int more = of.floors().size() - floors.size();
        return what + and(multiples) + ": " + amount() + " of " + topic.mainInWords()
                + (more > 0 ? " (" + more + " more floors below)" : "") + ".";
    }

    private String amount() {
        Estimate cost = Arms.figure(arm, main);
        String unit = topic.unit(main);
        if (cost.isDefined()) {
            return Words.of(cost, unit) + Overview.withUnit(unit);
        }
        String why = Words.missing(cost);
        return "(no figure" + (why.isEmpty() ? "" : ": " + why) + ")";
    }

    private String multiple(ArmReport floor, boolean first) {
        Estimate ratio = Arms.ratio(arm, floor.name(), main);
        if (!ratio.isDefined()) {
            String missing = Words.missing(ratio);
            String why = missing.isEmpty() ? "" : ", since " + missing;
            return "no known multiple of the " + topic.mainInWords() + " of " + FloorWords.named(floor) + why;
        }
        String what = first ? " the " + topic.mainInWords() + " of " : " that of ";
        return Words.multiple(ratio) + what + FloorWords.named(floor);
    }

    private String loss() {
        Estimate delta = Arms.figure(arm, "ce_delta");
        if (!delta.isDefined()) {
            return "";
        }
        boolean within = delta.hasInterval() && !delta.excludesZero();
        String moved = delta.value() < 0 ? " The cross-entropy falls, by " : " The cross-entropy rises by ";
        List<String> under = floors().stream()
                .filter(floor -> Arms.figure(floor, "ce_delta").isDefined())
                .map(floor -> Numbers.number(Arms.figure(floor, "ce_delta").value()) + " under " + floor.name())
                .toList();
        return moved + Words.of(delta, "") + " nats" + (within ? ", which may be nothing" : "")
                + (under.isEmpty() ? "" : ", against " + and(under)) + ".";
    }

    private String lost() {
        for (String stratifier : arm.classes().keySet()) {
            boolean ofCorrectToken = of.compared().stream()
                    .anyMatch(each -> each.inClass(stratifier, "lost").isPresent());
            if (ofCorrectToken) {
                return lost(stratifier);
            }
        }
        return "";
    }

    private String lost(String stratifier) {
        double share = Arms.share(arm, stratifier, "lost");
        if (Double.isNaN(share)) {
            return "";
        }
        Map<String, ClassContrast> contrasts =
                arm.inClass(stratifier, "lost").map(each -> each.floors()).orElse(Map.of());
        List<String> under = floors().stream()
                .filter(floor -> !Double.isNaN(Arms.share(floor, stratifier, "lost")))
                .map(floor -> Numbers.percent(Arms.share(floor, stratifier, "lost")) + " under " + floor.name()
                        + told(contrasts.get(floor.name())))
                .toList();
        String byItself = under.stream().anyMatch(each -> each.endsWith(")")) ? ", each by its own interval" : "";
        return " " + Numbers.percent(share) + " of the positions lose the correct token substantially"
                + (under.isEmpty() ? "" : ", against " + and(under) + byItself) + ".";
    }

    /** Whether a floor's share is a smaller one, as far as the interval of the difference says. */
    private static String told(@Nullable ClassContrast against) {
        if (against == null || !against.shareExcess().hasInterval()) {
            return "";
        }
        Estimate excess = against.shareExcess();
        return excess.isAbove(0)
                ? " (fewer than the intervention)"
                : excess.isBelow(0) ? " (more than the intervention)" : " (not told apart)";
    }

    private List<ArmReport> floors() {
        return of.floors().stream()
                .filter(floor -> arm.against(floor.name(), main).isPresent())
                .limit(FLOORS)
                .toList();
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
