package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the run says of one intervention at one site, in a sentence or two. */
final class Answer {
    /** More than that nobody reads in a sentence; the others are in the plots. */
    private static final int FLOORS = 3;

    private final Report report;
    private final Case of;
    private final String main;

    Answer(Report report, Case of) {
        this.report = report;
        this.of = of;
        this.main = report.main();
    }

    /** Worse, milder or level, floor by floor: what the intervals of the ratios say. */
    String verdict() {
        List<String> worse = new ArrayList<>();
        List<String> milder = new ArrayList<>();
        List<String> level = new ArrayList<>();
        for (Arm floor : floors()) {
            Estimate ratio = of.intervention().ratio(floor.name(), main);
            if (ratio.hasInterval()) {
                List<String> group = ratio.low() > 1 ? worse : ratio.high() < 1 ? milder : level;
                group.add(floor.name());
            }
        }
        List<String> parts = new ArrayList<>();
        if (!worse.isEmpty()) {
            parts.add("worse than " + and(worse));
        }
        if (!level.isEmpty()) {
            parts.add("not told apart from " + and(level));
        }
        if (!milder.isEmpty()) {
            parts.add("milder than " + and(milder));
        }
        return parts.isEmpty() ? "" : "By " + report.mainInWords() + ", " + String.join(", ", parts) + ".";
    }

    String sentence() {
        return (main.isEmpty() ? "" : cost()) + loss() + lost();
    }

    private String where() {
        return "At " + of.place() + " " + of.intervention().name();
    }

    private String cost() {
        Estimate cost = of.intervention().figure(main);
        String unit = report.unit(main).isEmpty() ? "" : " " + report.unit(main);
        String amount = cost.isNumber()
                ? cost.inWords(report.unit(main)) + (report.unit(main).equals("share") ? "" : unit)
                : "(no figure" + (cost.missing().isEmpty() ? "" : ": " + cost.missing()) + ")";
        List<Arm> floors = floors();
        if (floors.isEmpty()) {
            return where() + " costs " + amount + " of " + report.mainInWords()
                    + ". No noise floor was measured, so nothing says whether that is much.";
        }
        List<String> multiples = floors.stream()
                .map(floor -> multiple(floor, floor.equals(floors.get(0))))
                .toList();
        int more = of.floors().size() - floors.size();
        return where() + " costs " + and(multiples) + ": " + amount + " of " + report.mainInWords()
                + (more > 0 ? " (" + more + " more floors below)" : "") + ".";
    }

    private String multiple(Arm floor, boolean first) {
        Estimate ratio = of.intervention().ratio(floor.name(), main);
        if (!ratio.isNumber()) {
            String why = ratio.missing().isEmpty() ? "" : ", since " + ratio.missing();
            return "no known multiple of the " + report.mainInWords() + " of " + words(floor) + why;
        }
        String what = first ? " the " + report.mainInWords() + " of " : " that of ";
        return ratio.inWordsAsMultiple() + what + words(floor);
    }

    private String loss() {
        Estimate delta = of.intervention().figure("ce_delta");
        if (!delta.isNumber()) {
            return "";
        }
        boolean within = delta.hasInterval() && delta.low() <= 0 && delta.high() >= 0;
        String moved = delta.value() < 0 ? " The cross-entropy falls, by " : " The cross-entropy rises by ";
        List<String> under = floors().stream()
                .filter(floor -> floor.figure("ce_delta").isNumber())
                .map(floor -> Numbers.number(floor.figure("ce_delta").value()) + " under " + floor.name())
                .toList();
        return moved + delta.inWords("") + " nats" + (within ? ", which may be nothing" : "")
                + (under.isEmpty() ? "" : ", against " + and(under)) + ".";
    }

    private String lost() {
        for (String stratifier : of.intervention().stratifiers()) {
            boolean ofCorrectToken = of.compared().stream()
                    .anyMatch(arm -> arm.classes(stratifier).has("lost"));
            if (!ofCorrectToken) {
                continue;
            }
            double share = of.intervention().share(stratifier, "lost");
            if (Double.isNaN(share)) {
                return "";
            }
            List<String> under = floors().stream()
                    .filter(floor -> !Double.isNaN(floor.share(stratifier, "lost")))
                    .map(floor -> Numbers.percent(floor.share(stratifier, "lost")) + " under " + floor.name()
                            + told(of.intervention().against(floor.name(), stratifier, "lost")))
                    .toList();
            return " " + Numbers.percent(share) + " of the positions lose the correct token substantially"
                    + (under.isEmpty() ? "" : ", against " + and(under)) + ".";
        }
        return "";
    }

    /** Whether a floor's share is a smaller one, as far as the interval of the difference says. */
    private static String told(JsonNode against) {
        Estimate excess = Estimate.of(against.path("share").path("excess"));
        if (!excess.hasInterval()) {
            return "";
        }
        return excess.low() > 0 ? " (fewer)" : excess.high() < 0 ? " (more)" : " (not told apart)";
    }

    private List<Arm> floors() {
        return of.floors().stream()
                .filter(floor -> !of.intervention().against(floor.name(), main).isMissingNode())
                .limit(FLOORS)
                .toList();
    }

    /** A floor's name with what it is, of those that this project ships. */
    static String words(Arm floor) {
        String what = meaning(floor);
        return what.isEmpty() ? floor.name() : what + " (" + floor.name() + ")";
    }

    static String meaning(Arm floor) {
        return switch (floor.type()) {
            case "eps_random" -> "equally large random noise";
            case "error_shuffled" -> "its own errors at other positions";
            case "cov_random" -> "covariance-matched noise";
            case "toward_other" -> "equal steps towards other activations";
            case "tangent_random" -> "random noise that shrinks as it does";
            case "error_rotated" -> "its errors turned by one rotation";
            case "eps_random_norm" -> "random noise at its norm";
            case "theta_random" -> "random noise at its angle";
            default -> "";
        };
    }

    static String and(List<String> items) {
        if (items.size() < 2) {
            return items.stream().collect(Collectors.joining());
        }
        int last = items.size() - 1;
        return String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
