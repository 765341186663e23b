package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.TokenBatch;

/** Batches of three sequences of two tokens, of which the last has one only; the original has ones at the site, and logits are five numbers. */
class RememberedTest {
    private static final BatchShape SHAPE = BatchShape.of(3, 2);
    private static final TokenBatch BATCH =
            TokenBatch.of(SHAPE, List.of(new int[] {1, 2}, new int[] {3, 4}, new int[] {5}));
    private static final int WIDTH = 4;
    private static final int VOCABULARY = 5;
    private static final int ONE_SEQUENCE = 2 * (WIDTH + VOCABULARY) * Float.BYTES;

    private final PinnedFloats original = floats(WIDTH);
    private final PinnedFloats given = floats(WIDTH);
    private final PinnedFloats logits = floats(VOCABULARY);
    private final Remembered remembered = new Remembered(ONE_SEQUENCE);

    RememberedTest() {
        set(original, 1);
        set(given, 0);
    }

    @AfterEach
    void close() {
        List.of(original, given, logits).forEach(PinnedFloats::close);
    }

    @Test
    void whatASequenceOfThisBatchRepeatsNeedsNoRunInTheNext() {
        Repeats first = repeats("site");
        assertThat(running(first)).containsExactly(0, 2);
        set(logits, 7);
        first.fill(logits);
        Repeats second = repeats("site");
        assertThat(running(second)).as("what has another length").containsExactly(2);
        set(logits, 9);
        second.fill(logits);
        assertThat(logits.view().get(0)).isEqualTo(7);
        assertThat(logits.view().get(2 * VOCABULARY)).isEqualTo(7);
        assertThat(logits.view().get(4 * VOCABULARY)).isEqualTo(9);
    }

    @Test
    void whatIsRememberedDoesNotDecideWhetherSequencesRunByThemselves() {
        repeats("site").fill(logits);
        assertThat(repeats("site").distinct())
                .isEqualTo(repeats("another").distinct())
                .isEqualTo(2);
    }

    @Test
    void whatIsGivenElsewhereOrDiffersInOneBitIsNotWhatWasGiven() {
        repeats("site").fill(logits);
        assertThat(running(repeats("another"))).containsExactly(0, 2);
        given.view().put(3, -0f);
        given.view().put(2 * WIDTH + 3, -0f);
        assertThat(running(repeats("site"))).containsExactly(0, 2);
    }

    @Test
    void whatTheOriginalHasRunsAlthoughItIsKnown() {
        repeats("site").fill(logits);
        set(original, 0);
        assertThat(running(repeats("site"))).containsExactly(0, 1, 2);
    }

    @Test
    void whatHasNoRoomIsNotKept() {
        repeats("site").fill(logits);
        set(given, 2);
        repeats("site").fill(logits);
        assertThat(running(repeats("site"))).containsExactly(0, 2);
        set(given, 0);
        assertThat(running(repeats("site"))).containsExactly(2);
    }

    private Repeats repeats(String site) {
        return Repeats.of(BATCH, site, given, original, remembered);
    }

    private static List<Integer> running(Repeats repeats) {
        return IntStream.range(0, SHAPE.sequences())
                .filter(repeats::runs)
                .boxed()
                .toList();
    }

    private static PinnedFloats floats(int width) {
        return new PinnedFloats(
                NativeLibrary.load(Fixtures.CONTEXT.cache()),
                SHAPE,
                new FixedShape(OptionalInt.empty(), OptionalInt.empty(), Optional.empty()),
                width,
                TensorProto.DataType.FLOAT);
    }

    private static void set(PinnedFloats floats, float value) {
        for (int i = 0; i < floats.view().capacity(); i++) {
            floats.view().put(i, value);
        }
    }
}
