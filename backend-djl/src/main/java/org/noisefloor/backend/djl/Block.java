package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One block of a transformer.
 *
 * <pre>
 * sequential:  mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(mid))
 * parallel:    mid = x + attention(norm₁(x));   next = mid + mlp(norm₂(x)), or mid + mlp(norm₁(x)) where there is one norm
 * </pre>
 *
 * <p>Some normalise what attention and MLP return once more before it is added, or only that.
 *
 * @param layer counted from 0
 * @param parallel whether the MLP reads the stream as it entered (GPT-NeoX)
 * @param mlp null where there are experts
 * @param scale of what is added to the stream
 */
record Block(
        int layer,
        boolean parallel,
        @Nullable Normal attentionNorm,
        Attention attention,
        @Nullable Normal attentionPostNorm,
        @Nullable Normal mlpNorm,
        @Nullable Mlp mlp,
        @Nullable Mixture experts,
        @Nullable Normal mlpPostNorm,
        double scale) {

    /** Whether the MLP reads what attention reads. */
    private boolean oneNorm() {
        return parallel && mlpNorm == null;
    }

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
        @Nullable
        PtNDArray shared = start.isBefore(Stage.Q) ? null : from.last(); // what both read, where there is one norm
        if (start.isBefore(Stage.ATTN_OUT)) {
            PtNDArray z = from.value();
            if (start.isBefore(Stage.Q)) {
                PtNDArray reads = normed(attentionNorm, Stage.ATTN_NORMALIZED, from, tap);
                shared = reads;
                z = mixed(attention.qkv().of(reads), Stage.ATTN_NORMALIZED, x, shared, tables, tap);
            } else if (start.isBefore(Stage.Z)) {
                z = mixed(attention.with(start, from.value(), from.rest()), start, x, shared, tables, tap);
            }
            now = added(attentionPostNorm, attention.output().of(z)); // [B, T, D]
            now = tap.at(new Flow(at(Stage.ATTN_OUT), now, beside(shared, x)));
        }
        if (start.isBefore(Stage.RESID_MID)) {
            x = now.add(x); // [B, T, D]
            if (!parallel) {
                x = tap.at(Flow.alone(at(Stage.RESID_MID), x));
                read = x;
            }
        }
        if (start.isBefore(Stage.MLP_OUT)) {
            Flow at = from;
            if (start.isBefore(Stage.MLP_IN)) {
                at = oneNorm() && shared != null
                        ? new Flow(at(Stage.MLP_IN), shared, List.of(x))
                        : passed(new Flow(at(Stage.MLP_IN), read, List.of(x)), tap);
            }
            now = tap.at(new Flow(at(Stage.MLP_OUT), added(mlpPostNorm, made(at, tap)), List.of(x)));
        }
        return now.add(x);
    }

    /** What stands before attention's output projection [B, T, H d]. */
    private PtNDArray mixed(
            PtNDArray projected, Stage start, PtNDArray x, @Nullable PtNDArray shared, SequenceTables tables, Tap tap) {
        PtNDArray qkv = projected; // [B, T, (H + 2 K) d]
        for (Stage part : Stage.PROJECTED) {
            if (start.isBefore(part) && tap.stopsAt(at(part))) {
                Flow flow = new Flow(at(part), attention.part(part, qkv), beside(shared, x, qkv));
                qkv = attention.with(part, tap.at(flow), qkv);
            }
        }
        return tap.at(new Flow(at(Stage.Z), attention.mix(qkv, tables), beside(shared, x)));
    }

    /** What the MLP, or the experts, make [B, T, D]. */
    private PtNDArray made(Flow from, Tap tap) {
        Stage start = from.point().stage();
        PtNDArray x = from.stream();
        if (mlp == null || experts != null) {
            return mixture().of(start == Stage.MLP_READS ? from.value() : reads(from, tap));
        }
        if (start == Stage.MLP_POST) {
            return mlp.down().of(from.value());
        }
        Flow pre = from;
        if (start.isBefore(Stage.MLP_PRE)) {
            PtNDArray reads = start == Stage.MLP_READS ? from.value() : reads(from, tap);
            pre = passed(new Flow(at(Stage.MLP_PRE), mlp.before(reads), List.of(x, reads)), tap);
        }
        return mlp.down().of(tap.at(new Flow(at(Stage.MLP_POST), mlp.after(pre.value(), pre.rest()), List.of(x))));
    }

    private PtNDArray reads(Flow from, Tap tap) {
        PtNDArray reads = normed(mlpNorm, Stage.MLP_NORMALIZED, from, tap);
        return tap.at(new Flow(at(Stage.MLP_READS), reads, List.of(from.stream())));
    }

    private Mixture mixture() {
        if (experts == null) {
            throw new IllegalStateException("a block with neither MLP nor experts");
        }
        return experts;
    }

    /** What a norm makes [B, T, D], from what it reads on or from what its hook holds; where there is none, what is read. */
    private PtNDArray normed(@Nullable Normal norm, Stage hook, Flow from, Tap tap) {
        if (norm == null) {
            return from.value();
        }
        if (from.point().stage() == hook) {
            return norm.rest(from.value());
        }
        return tap.stopsAt(at(hook))
                ? norm.rest(tap.at(new Flow(at(hook), norm.hooked(from.value()), List.of(from.stream()))))
                : norm.of(from.value());
    }

    /** What passes beside an activation of attention: the stream, all projections, and what the MLP will read too. */
    private List<PtNDArray> beside(@Nullable PtNDArray shared, PtNDArray... arrays) {
        List<PtNDArray> beside = new ArrayList<>(List.of(arrays));
        if (oneNorm() && shared != null) {
            beside.add(shared);
        }
        return beside;
    }

    private static Flow passed(Flow flow, Tap tap) {
        return new Flow(flow.point(), tap.at(flow), flow.beside());
    }

    private Point at(Stage stage) {
        return new Point(layer, stage);
    }

    /** What a branch made, as it is added to the stream. */
    private PtNDArray added(@Nullable Normal norm, PtNDArray made) {
        PtNDArray normal = norm == null ? made : norm.of(made);
        return scale == 1 ? normal : attention.kernels().call("scale", normal, scale);
    }
}
