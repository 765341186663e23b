package org.noisefloor.core.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.core.config.OptionTable;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.testkit.verify.Contracts;

/** The contract of a provider's kind, asked with the defaults of its options. */
final class Contract {
    private static final String TESTS = "; its author's tests inherit the contract from noisefloor-testkit";

    private Contract() {}

    /**
     * What a provider breaks, a sentence each.
     *
     * @param untried takes a sentence where the contract could not be asked as a whole, and why
     */
    static List<String> findings(Provider<?> provider, Consumer<String> untried) {
        List<String> faults = OptionTable.faults(provider);
        if (!faults.isEmpty()) {
            return faults;
        }
        String name = Catalogue.kindOf(provider) + " '" + provider.id() + "'";
        List<String> breaches = new ArrayList<>();
        if (provider instanceof CorpusReader) {
            breaches.addAll(Contracts.breachesOf(provider));
            untried.accept(name + " was not tried, since that takes a file of its own" + TESTS);
        } else {
            breaches.addAll(withDefaults(provider, name, untried));
        }
        return breaches.stream()
                .map(
                        breach -> name + " " + breach
                                + "; mend it until a test of its own that inherits this contract from noisefloor-testkit passes")
                .toList();
    }

    private static List<String> withDefaults(Provider<?> provider, String name, Consumer<String> untried) {
        try {
            Optional<? extends Record> defaults = OptionTable.defaults(provider);
            if (defaults.isPresent()) {
                List<String> breaches = Contracts.breaches(provider, defaults.get());
                if (provider instanceof ModelBackend) {
                    untried.accept(
                            name + " was tried without a model: what it says of itself and of its engine, and what it"
                                    + " does where no model lies; opening, cutting, running and resuming one (BackendContract) was"
                                    + " not, since that takes a model of its own" + TESTS);
                }
                return breaches;
            }
            untried.accept(name + " was not tried, since " + String.join(" and ", OptionTable.needed(provider))
                    + " must be given" + TESTS);
        } catch (UserError refused) {
            untried.accept(
                    name + " was not tried, since it cannot be created with its defaults: " + refused.getMessage());
        }
        return Contracts.breachesOf(provider);
    }
}
