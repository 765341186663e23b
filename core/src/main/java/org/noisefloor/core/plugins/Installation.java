package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Plugin folders on their way into the catalogue: manifests first, classes only where the manifests allow it. */
final class Installation implements AutoCloseable {
    private final List<ProviderEntry> found = new ArrayList<>();
    private final List<Candidate> candidates;
    private final List<Claimed> claims = new ArrayList<>();

    /** What a candidate says of itself. */
    private record Claimed(Candidate candidate, Candidate.Claim claim) {
        ProviderEntry refused(String why) {
            return ProviderEntry.refused(claim.id(), claim.version(), claim.file(), why);
        }
    }

    Installation(List<Path> folders) {
        candidates = folders.stream()
                .flatMap(folder -> Candidate.in(folder).stream())
                .toList();
        for (Candidate candidate : candidates) {
            try {
                claims.add(new Claimed(candidate, candidate.claim()));
            } catch (Refused refused) {
                found.add(ProviderEntry.refused("", "", candidate.file(), String.valueOf(refused.getMessage())));
            }
        }
    }

    /** What all plugins provide, usable or not, in the order of their files' names. */
    List<ProviderEntry> load(Loading loading) {
        HostView parent = new HostView(Installation.class.getClassLoader());
        loading.all(claims, each -> load(each, parent), (each, why) -> List.of(each.refused(why)))
                .forEach(found::addAll);
        return found.stream()
                .sorted(Comparator.comparing(each -> each.entry().file()))
                .toList();
    }

    private List<ProviderEntry> load(Claimed each, HostView parent) {
        try {
            Candidate.check(each.claim());
            checkUnique(each.claim());
            return PluginLoader.load(each.candidate(), each.claim(), parent);
        } catch (Refused refused) {
            return List.of(each.refused(String.valueOf(refused.getMessage())));
        }
    }

    /** Two versions of a plugin side by side are a mistake, and it is not ours to choose. */
    private void checkUnique(Candidate.Claim claim) throws Refused {
        for (Claimed each : claims) {
            Candidate.Claim other = each.claim();
            if (!other.file().equals(claim.file()) && other.id().equals(claim.id())) {
                throw new Refused("plugin '" + claim.id() + "' is in " + other.file() + " as well; keep one of them");
            }
        }
    }

    @Override
    public void close() {
        candidates.forEach(Candidate::close);
    }
}
