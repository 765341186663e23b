package org.noisefloor.files.words;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.VerdictWords;

/** What a run found, in a few plain sentences that stand first in every form of the report. The verdicts are the report's own. */
public final class Headline {
    private final RunReport report;
    private final String measure;
    private final List<Compared> alone;
    /** Those of {@link #alone} that have a floor; a whole model has none. */
    private final List<Compared> judged;

    private final List<Compared> together;

    private Headline(RunReport report) {
        this.report = report;
        this.measure = measure(report);
        List<Compared> all = Compared.all(report);
        this.alone = all.stream().filter(each -> !each.isTogether()).toList();
        this.judged = alone.stream()
                .filter(each -> each.arm().floors().keySet().stream()
                        .anyMatch(floor -> verdict(each, floor).isPresent()))
                .toList();
        this.together = all.stream().filter(Compared::isTogether).toList();
    }

    /** {@code KL} rather than {@code kl}; empty if the run has no divergence to judge by. */
    public static String measure(RunReport report) {
        String main = report.mainDivergence();
        return main == null ? "" : main.equals("kl") ? "KL" : main;
    }

    /** The sentences, at least one, each with its full stop. */
    public static List<String> of(RunReport report) {
        return new Headline(report).sentences();
    }

    private List<String> sentences() {
        if (alone.isEmpty() && together.isEmpty()) {
            return List.of("The run has no intervention, so there is nothing to judge.");
        }
        if (measure.isEmpty()) {
            return List.of("No divergence was measured, so there is no verdict.");
        }
        List<String> sentences = new ArrayList<>();
        if (alone.size() == 1) {
            sentences.addAll(
                    ofOne(alone.get(0), "the " + noun() + " " + alone.get(0).where()));
        } else if (judged.size() == 1) {
            sentences.addAll(ofOne(judged.get(0)));
        } else {
            byFloor().forEach((tally, floors) -> sentences.add(ofMany(tally, floors, sentences.isEmpty())));
        }
        for (Compared joint : together) {
            sentences.addAll(ofOne(joint));
        }
        if (sentences.isEmpty()) {
            return List.of(
                    "No noise floor was measured, so nothing says whether the " + measure + " is damage or noise.");
        }
        sentences.addAll(Best.of(report, measure));
        return sentences.stream().map(Headline::sentence).toList();
    }

    private String noun() {
        List<Compared> meant = judged.isEmpty() ? alone : judged;
        return isOf("sae", meant) ? "SAE" : isOf("model", meant) ? "model" : "intervention";
    }

    private static boolean isOf(String type, List<Compared> all) {
        return all.stream().allMatch(each -> each.arm().type().equals(type));
    }

    /** How many interventions are what against a floor. */
    private record Tally(int worse, int milder, int same, int unknown) {

        Tally plus(Verdict.Word word) {
            return switch (word) {
                case WORSE -> new Tally(worse + 1, milder, same, unknown);
                case MILDER -> new Tally(worse, milder + 1, same, unknown);
                case NOT_TOLD_APART, LEVEL -> new Tally(worse, milder, same + 1, unknown);
                case UNKNOWN -> new Tally(worse, milder, same, unknown + 1);
            };
        }

        int all() {
            return worse + milder + same + unknown;
        }
    }

    /** Floors of which the same can be said, in their order. */
    private Map<Tally, List<String>> byFloor() {
        Map<Tally, List<String>> floors = new LinkedHashMap<>();
        for (String floor : Compared.floors(judged)) {
            Tally tally = new Tally(0, 0, 0, 0);
            for (Compared each : judged) {
                Optional<Verdict> verdict = verdict(each, floor);
                tally = verdict.isPresent() ? tally.plus(verdict.get().word()) : tally;
            }
            if (tally.all() > 0) {
                floors.computeIfAbsent(tally, key -> new ArrayList<>()).add(phrase(floor));
            }
        }
        return floors;
    }

    private Optional<Verdict> verdict(Compared of, String floor) {
        return of.against(floor, report).flatMap(contrast -> Optional.ofNullable(contrast.verdict()));
    }

    private String phrase(String floor) {
        return Compared.anywhere(judged, floor).map(FloorWords::whole).orElse("the floor " + floor);
    }

    /** @param first whether it is the first sentence, which says what the others are about too */
    private String ofMany(Tally tally, List<String> floors, boolean first) {
        int all = tally.all();
        String nouns = first ? " " + noun() + "s" : "";
        String measured = first ? " " + measure : "";
        String than = " than " + VerdictWords.and(floors);
        if (tally.worse == all) {
            return Counts.all(all) + nouns + " cost more" + measured + than;
        }
        if (tally.milder == all) {
            return Counts.all(all) + nouns + " cost less" + measured + than;
        }
        if (tally.same == all) {
            return "none of " + Counts.word(all) + nouns + " can be told apart from " + VerdictWords.and(floors);
        }
        if (tally.unknown == all) {
            return "nothing can be said of " + Counts.all(all) + nouns + " against " + VerdictWords.and(floors);
        }
        String worse = tally.worse == 0
                ? "none of " + Counts.word(all) + nouns + " is shown to cost more" + measured + than
                : Counts.word(tally.worse) + " of " + Counts.word(all) + nouns + Counts.verb(tally.worse, " cost")
                        + " more" + measured + than;
        List<String> rest = new ArrayList<>();
        if (tally.milder > 0) {
            rest.add(Counts.word(tally.milder) + Counts.verb(tally.milder, " cost") + " less");
        }
        if (tally.same > 0) {
            rest.add(Counts.word(tally.same) + " cannot be told apart from " + (floors.size() > 1 ? "them" : "it"));
        }
        if (tally.unknown > 0) {
            rest.add("nothing can be said of " + Counts.word(tally.unknown));
        }
        return worse + (tally.worse == 0 ? ": " : ", ") + VerdictWords.and(rest);
    }

    /** One of several. */
    private List<String> ofOne(Compared of) {
        return ofOne(of, of.where() + ", " + of.arm().name());
    }

    /** One intervention against all of its floors. */
    private List<String> ofOne(Compared of, String subject) {
        Map<Verdict.Word, List<String>> floors = new LinkedHashMap<>();
        for (String floor : of.arm().floors().keySet()) {
            verdict(of, floor)
                    .ifPresent(verdict -> floors.computeIfAbsent(verdict.word(), key -> new ArrayList<>())
                            .add(of.floor(floor).map(FloorWords::whole).orElse("the floor " + floor)));
        }
        List<String> parts = new ArrayList<>();
        floors.forEach((word, names) -> parts.add(
                switch (word) {
                    case WORSE -> "costs more " + measure + " than " + VerdictWords.and(names);
                    case MILDER -> "costs less " + measure + " than " + VerdictWords.and(names);
                    case NOT_TOLD_APART, LEVEL -> "cannot be told apart from " + VerdictWords.and(names);
                    case UNKNOWN -> "has no verdict against " + VerdictWords.and(names);
                }));
        return parts.isEmpty() ? List.of() : List.of(subject + " " + String.join("; it ", parts));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
