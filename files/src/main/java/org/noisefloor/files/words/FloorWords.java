package org.noisefloor.files.words;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.files.text.PlainNumbers;

/** Noise floors in words, of those that this project ships; another one is called by its name. */
public final class FloorWords {
    /** @param shortly as the heading of a column */
    private record Phrase(String whole, String shortly) {}

    private static final Map<String, Phrase> OF_TYPE = Map.of(
            "eps_random", new Phrase("equally large noise in random directions", "random directions"),
            "error_shuffled",
                    new Phrase("equally large noise along other positions’ errors", "other positions’ errors"),
            "cov_random",
                    new Phrase(
                            "equally large noise in directions that activations use",
                            "directions that activations use"),
            "toward_other", new Phrase("equally large steps towards other activations", "steps to other activations"),
            "tangent_random", new Phrase("noise that shrinks activations as much", "random, as much shrinkage"),
            "error_rotated", new Phrase("the same errors turned by one random rotation", "errors, rotated"),
            "eps_random_norm", new Phrase("random noise that leaves the same norm", "random, same norm"),
            "theta_random", new Phrase("a random turn by the same angle", "random, same angle"));

    private FloorWords() {}

    /** Whether there are words for it, so that its name alone need not be said. */
    public static boolean isKnown(ArmReport floor) {
        return OF_TYPE.containsKey(floor.type());
    }

    /** As it stands in a sentence. */
    public static String whole(ArmReport floor) {
        Phrase phrase = OF_TYPE.get(floor.type());
        return phrase == null ? "the floor " + floor.name() : phrase.whole() + variant(floor);
    }

    /** As the heading of a column of noise floors. */
    public static String shortly(ArmReport floor) {
        Phrase phrase = OF_TYPE.get(floor.type());
        return phrase == null ? floor.name() : phrase.shortly() + variant(floor);
    }

    /** In words, with its name, by which the report knows it. */
    public static String named(ArmReport floor) {
        String words = whole(floor);
        return words.contains(floor.name()) ? words : words + " (" + floor.name() + ")";
    }

    /**
     * What calibration made of a floor, in brackets behind its name: {@code  (spread as evenly as over 22–40 directions, of 128)}; empty for
     * what tells nothing of the kind.
     *
     * @param everywhere the floor at each site and for each intervention
     */
    public static String calibration(Collection<ArmReport> everywhere) {
        Map<String, ArmReport.Range> all = new TreeMap<>();
        for (ArmReport floor : everywhere) {
            if (floor.calibration() != null) {
                floor.calibration().forEach((name, range) -> all.merge(name, range, ArmReport.Range::and));
            }
        }
        return all.isEmpty()
                ? ""
                : all.entrySet().stream()
                        .map(each -> calibration(each.getKey(), inWords(each.getValue())))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /** A participation ratio is of how many equal directions the spread would be, a rank how many directions there are at all. */
    private static String calibration(String name, String range) {
        return switch (name) {
            case "participation_ratio" -> "spread as evenly as over " + range + " directions";
            case "rank" -> "of " + range;
            default -> name.replace('_', ' ') + " " + range;
        };
    }

    private static String inWords(ArmReport.Range range) {
        String least = inWords(range.least());
        String most = inWords(range.most());
        return least.equals(most) ? least : least + "–" + most;
    }

    private static String inWords(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? PlainNumbers.count((long) number)
                : PlainNumbers.significant(number, 2);
    }

    /** A floor that the config gave a name of its own is one of several of its kind. */
    private static String variant(ArmReport floor) {
        return floor.name().equals(floor.type()) ? "" : " (" + floor.name() + ")";
    }
}
