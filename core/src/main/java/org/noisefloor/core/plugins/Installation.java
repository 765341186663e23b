package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plugins folder on its way into the catalogue: manifests first, classes only where the manifests allow it. */
final class Installation {
    private final List<ProviderEntry> found = new ArrayList<>();
    private final Map<Candidate.Claim, Candidate> claims;

    Installation(Path folder) {
        claims = new LinkedHashMap<>();
        for (Candidate candidate : Candidate.in(folder)) {
            try {
                claims.put(candidate.claim(), candidate);
            } catch (Refused refused) {
                found.add(ProviderEntry.refused("", "", candidate.file(), String.valueOf(refused.getMessage())));
            }
        }
    }

    /** What all plugins provide, usable or not, in the order of their files' names. */
    List<ProviderEntry> load() {
        HostView parent = new HostView(Installation.class.getClassLoader());
        claims.forEach((claim, candidate) -> {
            try {
                Candidate.check(claim);
                checkUnique(claim);
                found.addAll(PluginLoader.load(candidate, claim, parent));
            } catch (Refused refused) {
                found.add(ProviderEntry.refused(
                        claim.id(), claim.version(), claim.file(), String.valueOf(refused.getMessage())));
            }
        });
        return found.stream()
                .sorted(Comparator.comparing(each -> each.entry().file()))
                .toList();
    }

    /** Two versions of a plugin side by side are a mistake, and it is not ours to choose. */
    private void checkUnique(Candidate.Claim claim) throws Refused {
        for (Candidate.Claim other : claims.keySet()) {
            if (!other.equals(claim) && other.id().equals(claim.id())) {
                throw new Refused("plugin '" + claim.id() + "' is in " + other.file() + " as well; keep one of them");
            }
        }
    }
}
