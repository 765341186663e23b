package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of a pre-norm transformer.
 *
 * <pre>
 * sequential:  mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(mid))
 * parallel:    mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(x))
 * </pre>
 *
 * <p>Gemma 2 normalises what attention and MLP return once more before it is added.
 *
 * @param layer counted from 0
 * @param parallel whether the MLP reads the stream as it entered (GPT-NeoX)
 */
record Block(
        int layer,
        boolean parallel,
        Normal attentionNorm,
        Attention attention,
        @Nullable Normal attentionPostNorm,
        Normal mlpNorm,
        Mlp mlp,
        @Nullable Normal mlpPostNorm) {

    /**
     * Runs the block from one of its stages to its end.
     *
     * @param from what flows there
     * @param tap sees what comes after it
     * @return [B, T, D], the stream that leaves
     */
    PtNDArray run(Flow from, SequenceTables tables, Tap tap) {
        Stage start = from.point().stage();
        PtNDArray now = from.value();
        PtNDArray x = from.stream(); // what the next result is added to
        PtNDArray read = x; // what the MLP's norm reads
        if (start.isBefore(Stage.ATTN_OUT)) {
            now = normal(attentionPostNorm, attention.output().of(mixed(from, tables, tap))); // [B, T, D]
            now = tap.at(new Flow(at(Stage.ATTN_OUT), now, List.of(x)));
        }
        if (start.isBefore(Stage.RESID_MID)) {
            x = now.add(x); // [B, T, D]
            if (!parallel) {
                x = tap.at(Flow.alone(at(Stage.RESID_MID), x));
                read = x;
            }
        }
        if (start.isBefore(Stage.MLP_OUT)) {
            Flow at = start.isBefore(Stage.MLP_IN) ? passed(new Flow(at(Stage.MLP_IN), read, List.of(x)), tap) : from;
            now = normal(mlpPostNorm, mlp.down().of(inside(at, tap))); // [B, T, D]
            now = tap.at(new Flow(at(Stage.MLP_OUT), now, List.of(x)));
        }
        return now.add(x);
    }

    /** What stands before attention's output projection [B, T, H d]. */
    private PtNDArray mixed(Flow from, SequenceTables tables, Tap tap) {
        Stage start = from.point().stage();
        PtNDArray x = from.stream();
        if (start == Stage.Z) {
            return from.value();
        }
        PtNDArray qkv = start.isBefore(Stage.Q)
                ? attention.qkv().of(normed(attentionNorm, Stage.ATTN_NORMALIZED, from, tap)) // [B, T, (H + 2 K) d]
                : attention.with(start, from.value(), from.rest());
        for (Stage part : Stage.PROJECTED) {
            if (start.isBefore(part) && tap.stopsAt(at(part))) {
                Flow flow = new Flow(at(part), attention.part(part, qkv), List.of(x, qkv));
                qkv = attention.with(part, tap.at(flow), qkv);
            }
        }
        return tap.at(new Flow(at(Stage.Z), attention.mix(qkv, tables), List.of(x)));
    }

    /** What stands before the MLP's last projection [B, T, F]. */
    private PtNDArray inside(Flow from, Tap tap) {
        Stage start = from.point().stage();
        PtNDArray x = from.stream();
        if (start == Stage.MLP_POST) {
            return from.value();
        }
        Flow pre = from;
        if (start.isBefore(Stage.MLP_PRE)) {
            PtNDArray reads = start == Stage.MLP_READS
                    ? from.value()
                    : tap.at(new Flow(
                            at(Stage.MLP_READS), normed(mlpNorm, Stage.MLP_NORMALIZED, from, tap), List.of(x)));
            pre = passed(new Flow(at(Stage.MLP_PRE), mlp.before(reads), List.of(x, reads)), tap);
        }
        return tap.at(new Flow(at(Stage.MLP_POST), mlp.after(pre.value(), pre.rest()), List.of(x)));
    }

    /** What a norm makes [B, T, D], from what it reads on or from what its hook holds. */
    private PtNDArray normed(Normal norm, Stage hook, Flow from, Tap tap) {
        if (from.point().stage() == hook) {
            return norm.rest(from.value());
        }
        return tap.stopsAt(at(hook))
                ? norm.rest(tap.at(new Flow(at(hook), norm.hooked(from.value()), List.of(from.stream()))))
                : norm.of(from.value());
    }

    private static Flow passed(Flow flow, Tap tap) {
        return new Flow(flow.point(), tap.at(flow), flow.beside());
    }

    private Point at(Stage stage) {
        return new Point(layer, stage);
    }

    private static PtNDArray normal(@Nullable Normal norm, PtNDArray x) {
        return norm == null ? x : norm.of(x);
    }
}
