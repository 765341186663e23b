package org.noisefloor.core.corpus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.noisefloor.core.config.Plan;

/**
 * Which sequences of a corpus are scored and which calibrate. A deal reads the corpus anew, and gives the same for the same numbers.
 *
 * @param taking from where
 * @param shuffled whether those that are scored stay in the random order in which they were taken
 * @param documents how many there are; known where they are spread
 * @param reading opens a pass over the documents that it is asked for
 */
record Dealing(Plan.Taking taking, boolean shuffled, int documents, long seed, Sequences.Rule rule, Reading reading) {
    private static final double LARGEST_SHARE = 0.2;
    private static final int FEW_DOCUMENTS = 8;
    private static final int FEW_PARTS = 4;

    /** Opens a pass over some documents of the corpus, by their place. */
    @FunctionalInterface
    interface Reading {
        TokenDocuments of(IntPredicate wanted);
    }

    /**
     * What is asked for.
     *
     * @param scored how many sequences; empty for all that do not calibrate
     */
    record Numbers(OptionalInt scored, int calibrating) {}

    /**
     * What was dealt.
     *
     * @param scored none where all are scored that do not calibrate
     * @param calibrating the documents that are not scored since they calibrate
     * @param enough whether that is what was asked for
     */
    record Dealt(List<TokenSequence> scored, List<TokenSequence> calibration, BitSet calibrating, boolean enough) {
        private int size() {
            return scored.size() + calibration.size();
        }
    }

    /** Whether the one document that there is gives both kinds of sequences. */
    boolean sharesItsOnlyDocument(Numbers asked) {
        return documents == 1 && asked.calibrating() > 0;
    }

    Dealt deal(Numbers asked) {
        if (taking == Plan.Taking.FIRST
                || (sharesItsOnlyDocument(asked) && asked.scored().isEmpty())) {
            return first(asked);
        }
        return sharesItsOnlyDocument(asked) ? overOne(asked, asked.scored().orElseThrow()) : overDocuments(asked);
    }

    /** One after the other, from the beginning. */
    private Dealt first(Numbers asked) {
        List<TokenSequence> scored = new ArrayList<>();
        List<TokenSequence> calibration = new ArrayList<>();
        try (TokenDocuments pass = reading.of(all -> true)) {
            var sequences = new Sequences(pass, rule);
            take(sequences, asked.scored().orElse(0), scored);
            take(sequences, asked.calibrating(), calibration);
            boolean enough = asked.scored().isPresent()
                    ? scored.size() == asked.scored().getAsInt() && calibration.size() == asked.calibrating()
                    : sequences.hasNext();
            return new Dealt(scored, calibration, new BitSet(), enough);
        }
    }

    private static void take(Iterator<TokenSequence> from, int count, List<TokenSequence> to) {
        while (to.size() < count && from.hasNext()) {
            to.add(from.next());
        }
    }

    private Dealt overOne(Numbers asked, int wanted) {
        List<TokenSequence> all = spread().take(wanted + asked.calibrating(), Spread.shuffled(documents, seed), 1)
                .sequences();
        int scored = Math.min(all.size(), wanted);
        return new Dealt(
                all.subList(0, scored),
                all.subList(scored, all.size()),
                new BitSet(),
                all.size() == wanted + asked.calibrating());
    }

    /** No document gives both kinds. */
    private Dealt overDocuments(Numbers asked) {
        List<Integer> order = Spread.shuffled(documents, seed);
        List<TokenSequence> calibration = List.of();
        BitSet calibrating = new BitSet();
        if (asked.calibrating() > 0) {
            int most = documentsToCalibrate(asked);
            List<Integer> last = new ArrayList<>(order);
            Collections.reverse(last);
            Spread.Taken taken = spread().take(
                            asked.calibrating(),
                            last.subList(0, asked.scored().isPresent() ? most : documents - 1),
                            Math.min(most, asked.calibrating()));
            calibration = taken.sequences();
            calibrating = taken.read();
            order.removeIf(calibrating::get);
        }
        boolean calibrated = calibration.size() == asked.calibrating();
        if (asked.scored().isPresent()) {
            int wanted = asked.scored().getAsInt();
            Spread.Taken taken = spread().take(wanted, order, wanted);
            List<TokenSequence> scored = shuffled ? taken.shuffled() : taken.sequences();
            return new Dealt(scored, calibration, calibrating, calibrated && scored.size() == wanted);
        }
        BitSet others = calibrating;
        try (TokenDocuments pass = reading.of(document -> !others.get(document))) {
            return new Dealt(List.of(), calibration, calibrating, calibrated && new Sequences(pass, rule).hasNext());
        }
    }

    private Spread spread() {
        return new Spread(seed, some -> reading.of(some::get), rule);
    }

    /**
     * As large a share of the documents as of the sequences, but of no few: a floor should not be that of one text. Where all of the
     * corpus is scored, a fifth at most.
     */
    private int documentsToCalibrate(Numbers asked) {
        double share = asked.scored().isPresent()
                ? (double) asked.calibrating()
                        / (asked.calibrating() + asked.scored().getAsInt())
                : LARGEST_SHARE;
        long most = Math.max(Math.round(documents * share), Math.min(FEW_DOCUMENTS, documents / FEW_PARTS));
        return (int) Math.max(1, Math.min(most, documents - 1));
    }

    /** Numbers near those asked for that the corpus gives, tried by dealing them; empty if there are none. */
    Optional<Numbers> nearest(Numbers asked, Dealt dealt) {
        Numbers fewer = asked;
        for (Dealt last = dealt; !last.enough(); last = deal(fewer)) {
            fewer = fewer.scored().isPresent() ? fewer(fewer, fewer.scored().getAsInt(), last) : fewer(fewer, last);
            if (fewer.scored().orElse(1) < 1 || fewer.calibrating() < Math.min(1, asked.calibrating())) {
                return Optional.empty();
            }
        }
        return Optional.of(fewer);
    }

    /** First less is scored; where that would be half as much and less than calibrates, both shrink. */
    private static Numbers fewer(Numbers asked, int wanted, Dealt dealt) {
        int calibrating = asked.calibrating();
        int left = dealt.size() - calibrating;
        if (left >= Math.max(1, Math.min(wanted / 2, calibrating))) {
            return new Numbers(OptionalInt.of(left), calibrating);
        }
        double share = (double) dealt.size() / (wanted + calibrating);
        if (wanted == 1) {
            return new Numbers(asked.scored(), Math.min(calibrating - 1, (int) (calibrating * share)));
        }
        return new Numbers(OptionalInt.of(Math.max(1, (int) (wanted * share))), Math.max(Math.min(1, calibrating), (int)
                (calibrating * share)));
    }

    private static Numbers fewer(Numbers asked, Dealt dealt) {
        return new Numbers(
                OptionalInt.empty(),
                Math.min(asked.calibrating() - 1, dealt.calibration().size()));
    }
}
