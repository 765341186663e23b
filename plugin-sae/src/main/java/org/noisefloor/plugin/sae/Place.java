package org.noisefloor.plugin.sae;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.layout.Hooks;
import org.noisefloor.plugin.sae.layout.Published;

/**
 * Where an SAE is put.
 *
 * @param site that it reads
 * @param writes the other sites that it writes; none for the one that it reads
 * @param offset the first number of a row that it reads; not 0 for one attention head of several
 */
record Place(Site site, List<String> writes, int offset) {
    /** @throws UserError if it cannot be put there */
    static Place of(Published sae, Site site, Sae.Options options) {
        List<String> writes = writes(sae, site, options);
        if (writes.equals(List.of(site.name()))) {
            writes = List.of();
        }
        int dIn = sae.dictionary().dIn();
        String found = sae.weights() + ": this " + (sae.isTranscoder() ? "transcoder" : "SAE");
        OptionalInt head = sae.belongs().head();
        if (head.isPresent()) {
            long offset = (long) head.getAsInt() * dIn;
            if (site.width() % dIn != 0 || offset + dIn > site.width()) {
                throw new UserError(found + " is for head " + head.getAsInt() + ", of width " + dIn + ", and " + site
                        + " has width " + site.width() + ", which holds "
                        + (site.width() % dIn == 0
                                ? site.width() / dIn + " such heads"
                                : "no whole number of such heads"));
            }
            return new Place(site, writes, (int) offset);
        }
        if (dIn != site.width()) {
            throw new UserError(found + " is for activations of width " + dIn + ", and " + site + " has width "
                    + site.width()
                    + sae.belongs()
                            .hook()
                            .map(hook -> "; its files say that it belongs at " + hook)
                            .orElse(""));
        }
        if (writes.isEmpty() && sae.dictionary().dOut() != dIn) {
            throw new UserError(found + " gives " + sae.dictionary().dOut() + " numbers, and " + site + " has width "
                    + site.width() + "; say writes: with the site that it writes");
        }
        if (!writes.isEmpty() && options.center()) {
            throw new UserError(
                    found + " writes " + String.join(", ", writes) + ", so the mean that center: true subtracts at "
                            + site + " cannot be added back; leave center out");
        }
        return new Place(site, writes, 0);
    }

    private static List<String> writes(Published sae, Site site, Sae.Options options) {
        if (options.writes().isPresent()) {
            if (sae.belongs().writes().size() > 1) {
                throw new UserError(sae.files().get(0) + ": this transcoder writes "
                        + String.join(", ", sae.belongs().writes()) + ", which writes: cannot replace; leave it out");
            }
            return List.of(options.writes().get());
        }
        return sae.belongs().writes().stream()
                .map(named -> writes(sae, site, named))
                .toList();
    }

    private static String writes(Published sae, Site site, String named) {
        Optional<Integer> here = Hooks.layer(site.name());
        String stated = named.isEmpty() ? here.map(Hooks::mlpOut).orElse("") : named;
        if (stated.isEmpty()) {
            throw new UserError(sae.weights()
                    + ": nothing says which site this transcoder writes; say writes: in the config, such as writes:"
                    + " blocks.0.hook_mlp_out");
        }
        // spliced at another layer than it was trained at, it writes there as well
        boolean moves = !sae.belongs().adds()
                && here.isPresent()
                && sae.belongs().hook().flatMap(Hooks::layer).equals(Hooks.layer(stated));
        return moves ? Hooks.inBlock(here.get(), stated) : stated;
    }
}
