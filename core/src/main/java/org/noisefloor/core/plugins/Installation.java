package org.noisefloor.core.plugins;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plugin folders on their way into the catalogue: manifests first, classes only where the manifests allow it and the index does not know them. */
final class Installation implements AutoCloseable {
    private final List<ProviderEntry> found = new ArrayList<>();
    private final List<Candidate> candidates;
    private final List<Claimed> claims = new ArrayList<>();
    private final Map<String, List<String>> filesByPlugin;
    private final PluginIndex index;

    /**
     * What a candidate says of itself.
     *
     * @param fingerprint of its jars as they were before anybody looked into them
     */
    private record Claimed(
            Candidate candidate,
            Candidate.Claim claim,
            Optional<String> fingerprint,
            Optional<PluginIndex.Known> known) {
        ProviderEntry refused(String why) {
            return ProviderEntry.refused(claim.id(), claim.version(), claim.file(), why);
        }
    }

    Installation(List<Path> folders, PluginIndex index) {
        this.index = index;
        candidates = folders.stream()
                .flatMap(folder -> Candidate.in(folder).stream())
                .toList();
        for (Candidate candidate : candidates) {
            try {
                claims.add(claimed(candidate));
            } catch (Refused refused) {
                found.add(ProviderEntry.refused("", "", candidate.file(), String.valueOf(refused.getMessage())));
            }
        }
        filesByPlugin = claims.stream()
                .map(Claimed::claim)
                .collect(groupingBy(Candidate.Claim::id, mapping(Candidate.Claim::file, toList())));
    }

    private Claimed claimed(Candidate candidate) throws Refused {
        Optional<String> fingerprint = index.fingerprint(candidate);
        Optional<PluginIndex.Known> known = fingerprint.flatMap(index::find);
        return new Claimed(candidate, known.isPresent() ? known.get().claim() : candidate.claim(), fingerprint, known);
    }

    /** What all plugins provide, usable or not, in the order of their files' names. */
    List<ProviderEntry> load(Loading loading) {
        HostView parent = new HostView(Installation.class.getClassLoader());
        loading.all(claims, each -> load(each, parent, loading), (each, why) -> List.of(each.refused(why)))
                .forEach(found::addAll);
        index.write();
        return found.stream()
                .sorted(Comparator.comparing(each -> each.entry().file()))
                .toList();
    }

    private List<ProviderEntry> load(Claimed each, HostView parent, Loading loading) {
        try {
            Candidate.check(each.claim());
            checkUnique(each.claim());
            Plugin plugin = Plugin.of(each.candidate(), each.claim(), parent);
            if (each.known().isPresent()) {
                return new Deferred(
                                each.candidate(), plugin, index, each.known().get(), loading)
                        .entries();
            }
            List<ProviderEntry> seen = PluginLoader.load(plugin);
            each.fingerprint().ifPresent(fingerprint -> index.add(fingerprint, each.claim(), seen));
            return seen;
        } catch (Refused refused) {
            return List.of(each.refused(String.valueOf(refused.getMessage())));
        }
    }

    /** Two versions of a plugin side by side are a mistake, and it is not ours to choose. */
    private void checkUnique(Candidate.Claim claim) throws Refused {
        for (String other : filesByPlugin.getOrDefault(claim.id(), List.of())) {
            if (!other.equals(claim.file())) {
                throw new Refused("plugin '" + claim.id() + "' is in " + other + " as well; keep one of them");
            }
        }
    }

    @Override
    public void close() {
        candidates.forEach(Candidate::close);
    }
}
