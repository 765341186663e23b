package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.VerdictWords;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;

/** What each measure listens to: its parts by decade of the original probability, beside the rulers. */
final class Tail {
    private static final int DECADES = 9;
    private static final String SUFFIX = "_by_decade";
    private static final Set<String> RULERS = Set.of("mass_p", "mass_q", "tokens");

    private Tail() {}

    static Html of(Topic topic, Case of) {
        List<String> names = new ArrayList<>(
                names(of).stream().filter(name -> !RULERS.contains(name)).toList());
        List<String> rulers = names(of).stream().filter(RULERS::contains).toList();
        if (names.isEmpty()) {
            return new Html();
        }
        // a share of something that has parts below zero is no share
        List<String> signed = names.stream()
                .filter(name ->
                        Arms.vector(of.intervention(), name + SUFFIX).stream().anyMatch(part -> part < 0))
                .toList();
        names.removeAll(signed);
        Stack stack = new Stack(
                title(of, names, rulers),
                "Tokens by the probability that the original gave them. A measure that follows the models’ beliefs looks like the"
                        + " rulers mass_p and mass_q, one for which every token weighs the same like tokens."
                        + (signed.isEmpty()
                                ? ""
                                : " Left out, since it has parts below zero: " + VerdictWords.and(signed) + "."),
                "share of the whole",
                "share",
                Series.ordered(
                        IntStream.range(0, DECADES).mapToObj(Tail::decade).toList()));
        rulers.forEach(name -> stack.row(ruler(name), shares(Arms.vector(of.intervention(), name + SUFFIX))));
        names.forEach(
                name -> stack.row(name.replace("_sq", "²"), shares(Arms.vector(of.intervention(), name + SUFFIX))));
        return stack.html("Share of each measure by decade of the original probability, for "
                + of.intervention().name());
    }

    private static List<String> names(Case of) {
        return of.intervention().vectors().keySet().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .filter(name -> Arms.vector(of.intervention(), name + SUFFIX).size() == DECADES)
                .toList();
    }

    private static String ruler(String name) {
        return "ruler: " + name;
    }

    private static List<Estimate> shares(List<Double> parts) {
        double whole = parts.stream().mapToDouble(Double::doubleValue).sum();
        return parts.stream().map(part -> Estimate.alone(part / whole)).toList();
    }

    /** The share from tokens with a probability of at most 1e-4. */
    private static double tail(Case of, String name) {
        List<Estimate> shares = shares(Arms.vector(of.intervention(), name + SUFFIX));
        return shares.subList(0, 5).stream().mapToDouble(Estimate::value).sum();
    }

    private static String title(Case of, List<String> names, List<String> rulers) {
        List<String> said = new ArrayList<>();
        for (String name : names.isEmpty() ? List.<String>of() : List.of(names.get(0), most(of, names))) {
            if (Double.isFinite(tail(of, name))) {
                said.add(Numbers.percent(tail(of, name)) + " of " + name.replace("_sq", "²"));
            }
        }
        String tokens = rulers.contains("tokens")
                ? ", where " + Numbers.percent(tail(of, "tokens")) + " of the tokens are"
                : "";
        return said.isEmpty()
                ? "Measures by probability of the token"
                : VerdictWords.and(said.stream().distinct().toList()) + " comes from tokens below a probability of 10⁻⁴"
                        + tokens;
    }

    private static String most(Case of, List<String> names) {
        String most = names.get(0);
        for (String name : names) {
            most = tail(of, name) > tail(of, most) ? name : most;
        }
        return most;
    }

    private static String decade(int i) {
        int upper = i - (DECADES - 1);
        String to = i == DECADES - 1 ? "1" : "10" + Numbers.power(upper);
        return "≤ " + to;
    }
}
