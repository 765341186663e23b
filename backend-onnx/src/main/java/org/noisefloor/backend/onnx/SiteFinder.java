package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.api.backend.TokenBatch;

/** The sites of a model: those with a TransformerLens name, and every other tensor [batch, sequence, width] by its own name. */
final class SiteFinder {
    /** How many names are offered for one that is unknown. */
    private static final int NEAREST = 3;

    private final ModelGraph model;
    private final Map<String, Site> named = new LinkedHashMap<>();
    private final List<StreamBlock> blocks;
    private final BitSet beforeLogits;
    private @Nullable EverySite every;

    /**
     * @param blocks those that were recognised
     * @param stream the tensors of the stream and what is added to it, by their TransformerLens names
     * @param inner the sites inside the branches, by theirs
     * @param notes takes what a user should know
     */
    SiteFinder(
            ModelGraph model,
            List<StreamBlock> blocks,
            Map<String, String> stream,
            Map<String, Inner> inner,
            Collection<String> notes) {
        this.model = model;
        this.blocks = blocks;
        this.beforeLogits = model.graph().ancestors(List.of(model.logits().tensor()));
        // all are summands or sums of one stream, so that one known width is the width of all
        int width = stream.values().stream()
                .flatMap(tensor -> model.types().of(tensor).stream())
                .mapToInt(type -> type.rank() == 3 ? type.last() : 0)
                .max()
                .orElse(0);
        List<Site> sites = new ArrayList<>();
        stream.forEach((name, tensor) -> {
            if (!inner.containsKey(name)) {
                sites.add(Site.of(name, tensor, Math.max(1, width)));
            }
        });
        inner.forEach((name, site) -> sites.add(Site.of(name, site.tensor(), site.width())));
        OnnxGraph full = model.graph().with(model.insertions().values());
        TensorTypes types = model.types().with(model.insertions().values());
        sites.sort(Comparator.comparing(Site::tensor, full.flow()));
        // what is added up lies alike, so that one known order is the order of all
        boolean turned = stream.values().stream()
                .flatMap(tensor -> model.types().of(tensor).stream())
                .anyMatch(this::isTurned);
        List<String> left = new ArrayList<>();
        for (Site site : sites) {
            boolean fits = width > 0
                    && !turned
                    && types.of(site.tensor())
                            .filter(type -> fits(type, site.width()) && !isTurned(type))
                            .isPresent();
            if (fits) {
                named.put(site.name(), site);
            } else {
                left.add(site.name());
            }
        }
        if (!left.isEmpty()) {
            notes.add("not offered as sites, since they are not floats [batch, sequence, width]: "
                    + String.join(", ", left));
        }
    }

    /** PyTorch's own attention has [sequence, batch, width] inside, and a model built of it may have that everywhere. */
    private boolean isTurned(TensorTypes.Type type) {
        return model.types().of(model.inputs().ids()).filter(type::isTurned).isPresent();
    }

    private static boolean fits(TensorTypes.Type type, int width) {
        boolean unknown = type.rank() == 0 || (type.rank() == 3 && type.last() == 0);
        return type.isFloat() && (unknown || (type.rank() == 3 && type.last() == width));
    }

    List<Site> sites() {
        return List.copyOf(named.values());
    }

    /** Those, and all others by their own names. */
    List<SitePlace> every() {
        return everySite().listed(named.values(), blocks);
    }

    /** Asked for when it is needed: it costs as much as opening the model. */
    private EverySite everySite() {
        if (every == null) {
            every = new EverySite(model);
        }
        return every;
    }

    /** @throws UserError if there is no such tensor, or it cannot be a site */
    Site find(String name) {
        Site site = named.get(name);
        return site != null
                ? site
                : named.values().stream()
                        .filter(same -> same.tensor().equals(name))
                        .findFirst()
                        .map(same -> Site.of(name, name, same.width()))
                        .orElseGet(() -> tensor(name));
    }

    private Site tensor(String name) {
        Optional<Integer> maker = model.graph().maker(name);
        if (maker.isEmpty()) {
            throw unknown(name);
        }
        if (!beforeLogits.get(maker.get()) || name.equals(model.logits().tensor())) {
            throw new UserError(
                    where() + ": the tensor '" + name + "' cannot be a site, since the logits do not depend on it");
        }
        Site inferred = everySite().sites().get(name);
        return inferred != null ? inferred : Site.of(name, name, width(name));
    }

    /** Names the nearest of the sites or, where none is meant, of all tensors that could be one. */
    private UserError unknown(String name) {
        Set<String> tensors = everySite().sites().keySet();
        boolean meansTensor = named.isEmpty()
                || (UserError.nearest(name, named.keySet()).isEmpty()
                        && UserError.nearest(name, tensors).isPresent());
        Set<String> left = new LinkedHashSet<>(meansTensor ? tensors : named.keySet());
        List<String> nearest = new ArrayList<>();
        Optional<String> next = UserError.nearest(name, left);
        while (next.isPresent() && nearest.size() < NEAREST) {
            nearest.add("'" + next.get() + "'");
            left.remove(next.get());
            next = UserError.nearest(name, left);
        }
        String hint = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
        return new UserError(where() + ": unknown site '" + name + "'" + hint + " ('noisefloor sites " + where()
                + " --all' lists " + named.size() + " sites with TransformerLens names and " + tensors.size()
                + " tensors)");
    }

    /** The last dimension of a tensor, if it is floats [batch, sequence, width], where that does not follow from the graph. */
    private int width(String name) {
        TensorTypes.Type type = model.types()
                .of(name)
                .orElseThrow(() -> new UserError(where() + ": '" + name + "' is not a tensor, so it cannot be a site"));
        boolean unknownRank = type.rank() == 0 && type.isFloat();
        FixedShape fixed = model.inputs().fixed();
        boolean rows = type.rank() == 3
                && (fixed.sequences().isPresent() || !type.isFixed(0))
                && (fixed.length().isPresent() || !type.isFixed(1));
        boolean possible = type.isFloat() && (unknownRank || rows);
        if (!possible) {
            throw unfit(name, type.toString());
        }
        return measuredWidth(name);
    }

    /**
     * Runs what comes before a tensor on two sequences of three tokens and looks at its shape: what was inferred cannot tell
     * [batch, sequence, width] from [batch × heads, sequence, width].
     */
    private int measuredWidth(String name) {
        BatchShape shape = model.inputs().fixed().example();
        List<int[]> zeros = Collections.nCopies(shape.sequences(), new int[shape.length()]);
        GraphCut cut = model.cutOffAt(name);
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try (Segment prefix = new Segment(model, cut, cut.parts().get(0), SharedWeights.none())) {
            inputs.putAll(model.inputs().feed(model.environment(), TokenBatch.of(shape, zeros)));
            try (OrtSession.Result result = prefix.run(inputs, Map.of())) {
                OnnxValue value = result.get(name).orElseThrow();
                long[] sizes =
                        value instanceof OnnxTensor tensor ? tensor.getInfo().getShape() : new long[0];
                if (sizes.length != 3 || sizes[0] != shape.sequences() || sizes[1] != shape.length() || sizes[2] < 1) {
                    throw unfit(
                            name,
                            Arrays.toString(sizes) + " for " + shape.sequences() + " sequences of " + shape.length()
                                    + " tokens");
                }
                return Math.toIntExact(sizes[2]);
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private UserError unfit(String name, String found) {
        return new UserError(where() + ": the tensor '" + name + "' is " + found
                + ", but a site must be floats [batch, sequence, width]");
    }

    private String where() {
        return model.file().path().toString();
    }
}
