package org.example.sample;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/** Whether the token at a position stood in its sequence before. Replace this by what yours tells apart. */
public final class SamplePlugin implements StratifierProvider<NoOptions> {
    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "whether the token stood in the sequence before";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Stratifier create(NoOptions options, RunContext context) {
        return Stratifier.of(List.of("new", "repeated"), position -> isRepeated(position) ? 1 : 0);
    }

    private static boolean isRepeated(Comparison position) {
        int token = position.token(position.position());
        for (int at = 0; at < position.position(); at++) {
            if (position.token(at) == token) {
                return true;
            }
        }
        return false;
    }
}
