package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisefloor.api.report.ScoredPosition;

/**
 * The positions worth looking at: of each site and intervention the first few of each list. A stream goes through once; what is kept
 * does not grow with it.
 */
final class Selection {
    /** What makes a prediction confident here, as θ does by default in the measures. */
    private static final double CONFIDENT = 0.5;

    /** What makes a correct token lost where the run has no class of that name, as δ does by default in the stratifier. */
    private static final double LOST = 0.1;

    /** The lists, each with the order of what is in it. */
    enum Ranking {
        MOST("most damaging", "most damaging", "largest divergence"),
        ABOVE(
                "most above the floor",
                "most above the floor",
                "largest excess over the mean of half of the first floor’s draws; told by the other half, which did not pick it"),
        LOST("correct token lost", "that lost the correct token most", "largest fall of its probability"),
        WRONG(
                "confidently wrong",
                "most damaging where the original was confidently wrong",
                "the original gave a wrong token at least 0.5; largest divergence"),
        NEWLY(
                "newly confidently wrong",
                "most damaging that are newly confidently wrong",
                "only the spliced model gives a wrong token at least 0.5; largest divergence");

        final String title;
        /** As it stands after a number: {@code the 40 most damaging}. */
        final String ofThem;

        final String order;

        Ranking(String title, String ofThem, String order) {
            this.title = title;
            this.ofThem = ofThem;
            this.order = order;
        }
    }

    /**
     * A position with its place in the lists that it is in, from 1.
     *
     * @param ranks by list
     */
    record Chosen(ScoredPosition position, Map<Ranking, Integer> ranks) {}

    /** What is kept of one site and intervention. */
    private static final class Kept {
        private final Map<Ranking, PriorityQueue<Scored>> best = new EnumMap<>(Ranking.class);
        private final Map<Ranking, Long> eligible = new EnumMap<>(Ranking.class);
        private final Map<Ranking, Map<String, Long>> inClasses = new EnumMap<>(Ranking.class);
    }

    private record Scored(double score, ScoredPosition position) {
        private static final Comparator<Scored> BEST_FIRST = Comparator.comparingDouble(Scored::score)
                .reversed()
                .thenComparing(each -> each.position.sequence())
                .thenComparing(each -> each.position.position());
    }

    private record Key(String site, String intervention) {}

    private final int each;
    private final String main;
    private final Map<Key, Kept> kept = new LinkedHashMap<>();

    Selection(int each, String main) {
        this.each = each;
        this.main = main;
    }

    static Selection of(Stream<ScoredPosition> positions, int each, String main) {
        Selection selection = new Selection(each, main);
        positions.forEach(selection::add);
        return selection;
    }

    private void add(ScoredPosition position) {
        Kept of = kept.computeIfAbsent(new Key(position.site(), position.intervention()), key -> new Kept());
        for (Ranking ranking : Ranking.values()) {
            double score = score(ranking, position);
            if (Double.isNaN(score)) {
                continue;
            }
            of.eligible.merge(ranking, 1L, Long::sum);
            Map<String, Long> inClasses = of.inClasses.computeIfAbsent(ranking, key -> new TreeMap<>());
            position.classes().forEach((stratifier, name) -> inClasses.merge(inClass(stratifier, name), 1L, Long::sum));
            PriorityQueue<Scored> best =
                    of.best.computeIfAbsent(ranking, key -> new PriorityQueue<>(Scored.BEST_FIRST.reversed()));
            best.add(new Scored(score, position));
            if (best.size() > each) {
                best.remove();
            }
        }
    }

    /** NaN for a position that does not belong into the list. */
    private double score(Ranking ranking, ScoredPosition position) {
        double divergence = position.values().getOrDefault(main, Double.NaN);
        return switch (ranking) {
            case MOST -> divergence;
            case ABOVE -> aboveFloor(position);
            case LOST -> isLost(position) ? position.probabilityBefore() - position.probabilityAfter() : Double.NaN;
            case WRONG -> isConfidentlyWrong(position.before(), position.target()) ? orZero(divergence) : Double.NaN;
            case NEWLY ->
                isConfidentlyWrong(position.after(), position.target())
                                && !isConfidentlyWrong(position.before(), position.target())
                        ? orZero(divergence)
                        : Double.NaN;
        };
    }

    private static double orZero(double divergence) {
        return Double.isNaN(divergence) ? 0 : divergence;
    }

    private double aboveFloor(ScoredPosition position) {
        return halves(position)
                .map(halves -> position.values().getOrDefault(main, Double.NaN) - halves.picking())
                .filter(excess -> excess > 0)
                .orElse(Double.NaN);
    }

    /** The first floor's draws at the position in two halves; empty if it was drawn once. */
    Optional<ScoredPosition.Halves> halves(ScoredPosition position) {
        return Optional.ofNullable(floor(position).halves());
    }

    /** Whether it is above the first floor by the half of the draws that did not pick it. */
    boolean isStillAbove(ScoredPosition position) {
        return halves(position)
                .filter(halves -> position.values().getOrDefault(main, Double.NaN) > halves.telling())
                .isPresent();
    }

    /** The first floor's draws at the position. */
    ScoredPosition.Draws floor(ScoredPosition position) {
        return position.floors().values().stream()
                .map(figures -> figures.get(main))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ScoredPosition.Draws.none());
    }

    private static boolean isLost(ScoredPosition position) {
        List<String> outcomes = position.classes().values().stream()
                .filter(name -> name.equals("lost") || name.equals("gained") || name.equals("rest"))
                .toList();
        return outcomes.isEmpty()
                ? position.probabilityBefore() - position.probabilityAfter() >= LOST
                : outcomes.contains("lost");
    }

    private static boolean isConfidentlyWrong(List<ScoredPosition.Likely> tokens, int correct) {
        return !tokens.isEmpty()
                && tokens.get(0).token() != correct
                && tokens.get(0).probability() >= CONFIDENT;
    }

    /** How many positions could have been in a list. */
    long eligible(String site, String intervention, Ranking ranking) {
        Kept of = kept.get(new Key(site, intervention));
        return of == null ? 0 : of.eligible.getOrDefault(ranking, 0L);
    }

    /** The same by class, as {@link #inClass} names it. */
    Map<String, Long> eligibleByClass(String site, String intervention, Ranking ranking) {
        Kept of = kept.get(new Key(site, intervention));
        return of == null ? Map.of() : of.inClasses.getOrDefault(ranking, Map.of());
    }

    /** {@code correct_token: lost}. */
    static String inClass(String stratifier, String name) {
        return stratifier + ": " + name;
    }

    /** Each position once, in the order of the first list that it is in. */
    List<Chosen> chosen(String site, String intervention) {
        Kept of = kept.get(new Key(site, intervention));
        Map<ScoredPosition, Map<Ranking, Integer>> ranks = new LinkedHashMap<>();
        if (of != null) {
            of.best.forEach((ranking, best) -> {
                List<Scored> ordered = best.stream().sorted(Scored.BEST_FIRST).toList();
                for (int i = 0; i < ordered.size(); i++) {
                    ranks.computeIfAbsent(ordered.get(i).position(), key -> new EnumMap<>(Ranking.class))
                            .put(ranking, i + 1);
                }
            });
        }
        List<Chosen> chosen = new ArrayList<>();
        ranks.forEach((position, places) -> chosen.add(new Chosen(position, places)));
        return chosen;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }
}
