package org.noisefloor.backend.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Logits of what sequences of a batch had in common at a site behind which nothing else tells them apart (zeros, a mean): the next batch is
 * given the same there, and needs no run. What is remembered first stays, up to a bound, since arms come in the same order in each batch.
 */
final class Remembered {
    /** Bytes: of a vocabulary of 50,000 two sequences of 128 tokens. */
    static final long MOST = 64L << 20;

    private final Map<String, List<Known>> bySite = new HashMap<>();
    private long room;

    /** @param room for so many bytes */
    Remembered(long room) {
        this.room = room;
    }

    /** @param length of the sequence, which masks are made of */
    private record Known(int length, ByteBuffer given, ByteBuffer logits) {}

    boolean isEmpty() {
        return bySite.isEmpty();
    }

    /** What came of what a sequence is given at a site, to the last bit. */
    Optional<ByteBuffer> logits(String site, int length, PinnedFloats given, int sequence) {
        return bySite.getOrDefault(site, List.of()).stream()
                .filter(known -> known.length == length && given.holds(sequence, known.given))
                .map(Known::logits)
                .findFirst();
    }

    /** Keeps what came of it, if there is room. */
    void add(String site, int length, PinnedFloats given, PinnedFloats logits, int sequence) {
        long bytes = (long) given.bytes() + logits.bytes();
        if (bytes <= room) {
            room -= bytes;
            bySite.computeIfAbsent(site, first -> new ArrayList<>())
                    .add(new Known(length, given.bits(sequence), logits.bits(sequence)));
        }
    }
}
