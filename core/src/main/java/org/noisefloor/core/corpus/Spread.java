package org.noisefloor.core.corpus;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Some of a corpus' sequences, spread evenly over its documents: in a random order of the documents one sequence of each, then a second of
 * each, until there are enough. Only the documents that this takes are made tokens.
 *
 * @param reading opens a pass over some documents, in the order of the corpus
 */
record Spread(long seed, Function<BitSet, TokenDocuments> reading, Sequences.Rule rule) {
    /** Sequences of one document that are kept at first, as a multiple of those that it should give. */
    private static final int SPARE = 4;

    /** Documents in random order. */
    static List<Integer> shuffled(int documents, long seed) {
        List<Integer> order = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int d = 0; d < documents; d++) {
            // how nextInt uses the bits may change with the JDK, and what is scored may not
            int at = (int) Long.remainderUnsigned(random.nextLong(), d + 1L);
            order.add(d);
            order.set(d, order.get(at));
            order.set(at, d);
        }
        return order;
    }

    /** A sequence with its place among those of a pass. */
    record Placed(int place, TokenSequence sequence) {}

    /**
     * What was taken.
     *
     * @param placed in the order in which they were taken; fewer than wanted if there are no more
     * @param read the documents that they may touch
     */
    record Taken(List<Placed> placed, BitSet read) {
        /** In the order of the corpus. */
        List<TokenSequence> sequences() {
            return placed.stream()
                    .sorted(Comparator.comparingInt(Placed::place))
                    .map(Placed::sequence)
                    .toList();
        }

        /** In the order in which they were taken: the first ones of all documents, in random order, then the second ones. */
        List<TokenSequence> shuffled() {
            return placed.stream().map(Placed::sequence).toList();
        }
    }

    /**
     * @param order the documents to take them from, in the order in which they are asked
     * @param first how many of these are read at first
     */
    Taken take(int wanted, List<Integer> order, int first) {
        int documents = Math.min(order.size(), Math.max(1, first));
        while (true) {
            BitSet some = new BitSet();
            order.subList(0, documents).forEach(some::set);
            List<Placed> taken = evenly(wanted, order.subList(0, documents), some);
            if (taken.size() >= wanted || documents == order.size()) {
                return new Taken(taken, some);
            }
            long needed = (long) documents * wanted / Math.max(1, taken.size()) + 1;
            documents = (int) Math.min(order.size(), Math.max(needed, 2L * documents));
        }
    }

    private List<Placed> evenly(int wanted, List<Integer> order, BitSet some) {
        Map<Integer, List<Placed>> byDocument = new LinkedHashMap<>();
        order.forEach(document -> byDocument.put(document, new ArrayList<>()));
        int room = SPARE * (wanted / order.size() + 1);
        if (!read(some, byDocument, room) && kept(byDocument) < wanted) {
            byDocument.values().forEach(List::clear);
            read(some, byDocument, wanted);
        }
        List<Placed> taken = new ArrayList<>();
        for (int round = 0; taken.size() < wanted; round++) {
            int before = taken.size();
            for (Iterator<List<Placed>> each = byDocument.values().iterator();
                    each.hasNext() && taken.size() < wanted; ) {
                List<Placed> of = each.next();
                if (round < of.size()) {
                    taken.add(of.get(round));
                }
            }
            if (taken.size() == before) {
                break;
            }
        }
        return taken;
    }

    private static int kept(Map<Integer, List<Placed>> byDocument) {
        return byDocument.values().stream().mapToInt(List::size).sum();
    }

    /**
     * Keeps at random up to {@code room} sequences of each document, in random order (Knuth's algorithm R, shuffled as it goes).
     *
     * @return whether all of them had room
     */
    private boolean read(BitSet some, Map<Integer, List<Placed>> byDocument, int room) {
        boolean all = true;
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        try (TokenDocuments pass = reading.apply(some)) {
            var sequences = new Sequences(pass, rule);
            for (int place = 0; sequences.hasNext(); place++) {
                TokenSequence sequence = sequences.next();
                int document = sequence.owner();
                int before = seen.merge(document, 1, Integer::sum) - 1;
                List<Placed> of = byDocument.get(document);
                if (of == null) {
                    throw new IllegalStateException("a sequence of document " + document + ", which was not asked for");
                }
                int at = (int) Long.remainderUnsigned(
                        new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (place + 1))).nextLong(), before + 1L);
                Placed placed = new Placed(place, sequence);
                if (before < room) {
                    of.add(placed);
                    of.set(before, of.get(at));
                    of.set(at, placed);
                } else {
                    all = false;
                    if (at < room) {
                        of.set(at, placed);
                    }
                }
            }
        }
        return all;
    }
}
