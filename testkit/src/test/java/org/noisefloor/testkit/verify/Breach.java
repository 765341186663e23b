package org.noisefloor.testkit.verify;

import java.util.function.Supplier;
import org.noisefloor.api.Provider;

/**
 * Something that a plugin does against its contract, made by a provider that is otherwise sound.
 *
 * @param kind as {@code plugins new} has it
 * @param deed what it does, a clause without its subject
 * @param rule the rule that tells it, in words; empty for none
 * @param provider makes a new one
 */
public record Breach(String kind, String deed, String rule, Supplier<? extends Provider<?>> provider) {
    @Override
    public String toString() {
        return "a " + kind + " that " + deed;
    }
}
