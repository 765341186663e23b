package org.example.induction;

import java.util.List;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * What an induction head would say at a position: it looks for the last earlier place where the same tokens stood, and predicts the token
 * that followed there.
 *
 * <ul>
 *   <li>{@code right}: it would predict the correct token.
 *   <li>{@code wrong}: it would predict another one.
 *   <li>{@code silent}: the tokens did not stand in the sequence before.
 * </ul>
 *
 * <p>A function of the tokens alone, whatever heads the model has. Source: Olsson et al. 2022, "In-context learning and induction heads".
 * Pitfall: a packed sequence may hold several documents, and a head may look back beyond the last one's start; so does this.
 */
public final class Induction implements StratifierProvider<Induction.Options> {
    private static final List<String> CLASSES = List.of("right", "wrong", "silent");

    public record Options(@Option(doc = "how many tokens must be the same", orElse = "1", min = 1) int tokens) {}

    @Override
    public String id() {
        return "induction";
    }

    @Override
    public String summary() {
        return "whether copying what followed the same tokens before is right";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Stratifier create(Options options, RunContext context) {
        return Stratifier.of(CLASSES, position -> classOf(position, options.tokens()));
    }

    private static int classOf(Comparison c, int tokens) {
        for (int earlier = c.position() - 1; earlier >= tokens - 1; earlier--) {
            if (isSame(c, earlier, tokens)) {
                return c.token(earlier + 1) == c.target() ? 0 : 1;
            }
        }
        return 2;
    }

    /** Whether the tokens up to an earlier place are those up to this position. */
    private static boolean isSame(Comparison c, int earlier, int tokens) {
        for (int back = 0; back < tokens; back++) {
            if (c.token(earlier - back) != c.token(c.position() - back)) {
                return false;
            }
        }
        return true;
    }
}
