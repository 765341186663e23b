package org.noisefloor.testkit.backend;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.verify.Breach;

/** What a backend can do wrong: a toy that is sound, behind something that is not. */
public final class BackendBreaches {
    private static final int SITES = 3;

    private final List<Breach> all = new ArrayList<>();

    private BackendBreaches() {}

    public static List<Breach> all() {
        BackendBreaches breaches = new BackendBreaches();
        breaches.ofProviders();
        breaches.ofDescriptions();
        breaches.ofPasses();
        breaches.ofSplices();
        breaches.ofRefusals();
        breaches.ofLife();
        return List.copyOf(breaches.all);
    }

    public static ModelBackend<NoOptions> good() {
        return new Backend(() -> new ToyModel(SITES));
    }

    /** Opens whatever lies at a path as a toy. */
    private static class Backend implements ModelBackend<NoOptions> {
        private final Supplier<LanguageModel> models;

        Backend(Supplier<LanguageModel> models) {
            this.models = models;
        }

        @Override
        public String id() {
            return "sample";
        }

        @Override
        public String summary() {
            return "A sample";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Optional<String> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<String> recognises(Path path) {
            return Optional.of("toy").filter(name -> Files.exists(path));
        }

        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            if (!Files.exists(path)) {
                throw new UserError("there is no " + path);
            }
            return models.get();
        }
    }

    private void backend(String deed, String rule, Supplier<Backend> backend) {
        all.add(new Breach("backend", deed, rule, backend));
    }

    private void model(String deed, String rule, Supplier<LanguageModel> models) {
        backend(deed, rule, () -> new Backend(models));
    }

    private void cut(String deed, String rule, Function<CutModel, CutModel> around) {
        model(deed, rule, () -> new Around(new ToyModel(SITES)) {
            @Override
            public CutModel cutAt(List<Site> sites, BatchShape shape) {
                return around.apply(model.cutAt(sites, shape));
            }
        });
    }

    /** A model behind something. */
    private static class Around implements LanguageModel {
        final LanguageModel model;

        Around(LanguageModel model) {
            this.model = model;
        }

        @Override
        public ModelInfo info() {
            return model.info();
        }

        @Override
        public List<Site> sites() {
            return model.sites();
        }

        @Override
        public Site site(String name) {
            return model.site(name);
        }

        @Override
        public CutModel cutAt(List<Site> sites, BatchShape shape) {
            return model.cutAt(sites, shape);
        }

        @Override
        public void close() {
            model.close();
        }
    }

    /** A cut model behind something. */
    private static class AroundCut implements CutModel {
        final CutModel cut;

        AroundCut(CutModel cut) {
            this.cut = cut;
        }

        @Override
        public BatchShape shape() {
            return cut.shape();
        }

        @Override
        public Trace run(TokenBatch batch) {
            return cut.run(batch);
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            return cut.resume(trace, splice);
        }

        @Override
        public void close() {
            cut.close();
        }
    }

    /** A cut model with other logits, of the original and of what is resumed. */
    private static final class OtherLogits extends AroundCut {
        private final Function<TokenBatch, UnaryOperator<float[]>> original;
        private final Function<TokenBatch, UnaryOperator<float[]>> resumed;

        OtherLogits(
                CutModel cut,
                Function<TokenBatch, UnaryOperator<float[]>> original,
                Function<TokenBatch, UnaryOperator<float[]>> resumed) {
            super(cut);
            this.original = original;
            this.resumed = resumed;
        }

        @Override
        public Trace run(TokenBatch batch) {
            return new Shown(cut.run(batch), original.apply(batch));
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            FloatBuffer logits = cut.resume(((Shown) trace).trace(), splice);
            return direct(resumed.apply(trace.batch()).apply(Floats.of(logits)));
        }
    }

    private record Shown(Trace trace, UnaryOperator<float[]> change) implements Trace {
        @Override
        public TokenBatch batch() {
            return trace.batch();
        }

        @Override
        public FloatBuffer logits() {
            return direct(change.apply(Floats.of(trace.logits())));
        }

        @Override
        public FloatBuffer activation(Site site) {
            return trace.activation(site);
        }
    }

    private static FloatBuffer direct(float[] values) {
        return Floats.direct(values.length).put(values).rewind();
    }

    private static UnaryOperator<float[]> plus(double shift) {
        return logits -> {
            for (int i = 0; i < logits.length; i++) {
                logits[i] += (float) shift * (i % 5);
            }
            return logits;
        };
    }

    private void ofProviders() {
        String probe = "says in one line why it cannot run here or nothing";
        probing("has null to say of whether it can run here", probe, () -> null);
        probing("has an empty line on why it cannot run here", probe, () -> Optional.of(" "));
        String path = "recognises nothing where nothing lies";
        recognising("has null to say of what lies at a path", path, where -> null);
        recognising("recognises a model where nothing lies", path, where -> Optional.of("toy"));
        recognising("fails where nothing lies", path, where -> {
            throw new IllegalStateException("nothing there");
        });
        backend(
                "throws an error of its own where no model lies",
                "a model that is not there is an error of the user",
                () -> new Backend(() -> new ToyModel(SITES)) {
                    @Override
                    public LanguageModel open(Path at, NoOptions options, Context context) {
                        if (!Files.exists(at)) {
                            throw new IllegalArgumentException("no file");
                        }
                        return super.open(at, options, context);
                    }
                });
        backend(
                "has null to say of its engine",
                "tells of its engine in lines",
                () -> new Backend(() -> new ToyModel(SITES)) {
                    @Override
                    public List<String> diagnosis(Context context) {
                        return null;
                    }
                });
    }

    private void probing(String deed, String rule, Supplier<Optional<String>> said) {
        backend(deed, rule, () -> new Backend(() -> new ToyModel(SITES)) {
            @Override
            public Optional<String> probe() {
                return said.get();
            }
        });
    }

    private void recognising(String deed, String rule, Function<Path, Optional<String>> recognises) {
        backend(deed, rule, () -> new Backend(() -> new ToyModel(SITES)) {
            @Override
            public Optional<String> recognises(Path path) {
                return recognises.apply(path);
            }
        });
    }

    private void described(String deed, String architecture, Map<String, String> digests) {
        model(deed, "describes itself", () -> new Around(new ToyModel(SITES)) {
            @Override
            public ModelInfo info() {
                return ModelInfo.of(architecture, model.info().vocabulary())
                        .digests(digests)
                        .build();
            }
        });
    }

    private void listing(String deed, String rule, UnaryOperator<List<Site>> listed) {
        model(deed, rule, () -> new Around(new ToyModel(SITES)) {
            @Override
            public List<Site> sites() {
                return listed.apply(model.sites());
            }
        });
    }

    private void finding(String deed, String rule, Function<LanguageModel, Function<String, Site>> finds) {
        model(deed, rule, () -> new Around(new ToyModel(SITES)) {
            @Override
            public Site site(String name) {
                return finds.apply(model).apply(name);
            }
        });
    }

    private void ofDescriptions() {
        described("does not say of what architecture a model is", " ", Map.of("toy", "0".repeat(64)));
        described("gives no digests", "toy", Map.of());
        described("gives a digest that is none", "toy", Map.of("toy", "unknown"));
        listing("has no sites", "describes itself", sites -> List.of());
        listing("lists a site twice", "describes itself", sites -> List.of(sites.get(0), sites.get(0), sites.get(1)));
        finding(
                "finds a site by its own tensor's name not",
                "finds each site by its name and by its own tensor name",
                model -> name -> {
                    if (!name.startsWith("blocks")) {
                        throw new UserError("no site " + name);
                    }
                    return model.site(name);
                });
        String nearest = "names the nearest site for an unknown one";
        finding(
                "throws an error of its own for an unknown site",
                nearest,
                model -> name -> model.sites().stream()
                        .filter(site -> List.of(site.name(), site.tensor()).contains(name))
                        .findFirst()
                        .orElseThrow(NoSuchElementException::new));
        finding(
                "does not name the nearest site for an unknown one",
                nearest,
                model -> name -> model.sites().stream()
                        .filter(site -> List.of(site.name(), site.tensor()).contains(name))
                        .findFirst()
                        .orElseThrow(() -> new UserError("there is no site " + name)));
        finding(
                "gives some site for an unknown one",
                nearest,
                model -> name -> model.sites().stream()
                        .filter(site -> List.of(site.name(), site.tensor()).contains(name))
                        .findFirst()
                        .orElse(model.sites().get(0)));
    }

    private void ofPasses() {
        model(
                "looks ahead in the text",
                "changes the logits only at and after a replaced position",
                () -> new ToyModel(SITES) {
                    @Override
                    int reach(int position, int length) {
                        return Math.min(position + 1, length - 1);
                    }
                });
        String alone = "gives each sequence of a batch what it gets alone";
        Function<TokenBatch, UnaryOperator<float[]>> mixing = batch -> plus(batch.length(0)
                + 2 * batch.length(1)
                + 3 * batch.length(batch.shape().sequences() - 1));
        cut("lets the sequences of a batch reach each other", alone, toy -> new OtherLogits(toy, mixing, mixing));
        String each = "is bit for bit the original when resumed with the unchanged activation at each site";
        cut("resumes with another rounding", each, toy -> new OtherLogits(toy, batch -> plus(0), batch -> plus(1e-6)));
        Random random = new Random(7);
        cut(
                "draws random numbers",
                each,
                toy -> new OtherLogits(
                        toy, batch -> plus(1e-3 * random.nextInt()), batch -> plus(1e-3 * random.nextInt())));
        cut("gives NaN beside empty sequences", "is finite on tokens beside empty sequences", toy -> {
            Function<TokenBatch, UnaryOperator<float[]>> none = batch -> plus(batch.length(1) == 0 ? Double.NaN : 0);
            return new OtherLogits(toy, none, none);
        });
        model(
                "computes otherwise where it is cut",
                "gives the logits of the whole model wherever it is cut",
                () -> new Around(new ToyModel(SITES)) {
                    @Override
                    public CutModel cutAt(List<Site> sites, BatchShape shape) {
                        double shift = 0.01 * sites.size();
                        return new OtherLogits(model.cutAt(sites, shape), batch -> plus(shift), batch -> plus(shift));
                    }
                });
        model(
                "goes by the order in which sites are named",
                "does not mind the order of sites",
                () -> new Around(new ToyModel(SITES)) {
                    @Override
                    public CutModel cutAt(List<Site> sites, BatchShape shape) {
                        double shift = sites.isEmpty() || sites.get(0).name().contains("0") ? 0 : 1e-6;
                        return new OtherLogits(model.cutAt(sites, shape), batch -> plus(shift), batch -> plus(shift));
                    }
                });
        cut("counts what it ran", "starts afresh with each batch", toy -> {
            int[] runs = {0};
            double[] shift = {0};
            Function<TokenBatch, UnaryOperator<float[]>> counting = batch -> {
                shift[0] = 1e-3 * runs[0]++;
                return plus(shift[0]);
            };
            return new OtherLogits(toy, counting, batch -> plus(shift[0]));
        });
        cut(
                "gives numbers in the padding of sequences that run alone",
                "runs each sequence by itself as in a cut of its own length",
                toy -> new AroundCut(toy) {
                    @Override
                    public Optional<Trace> runAlone(TokenBatch batch) {
                        return Optional.of(cut.run(batch));
                    }
                });
        model("computes something else than its file says", "", () -> new ToyModel(SITES));
    }

    private void ofSplices() {
        String own = "hands a splice the original activation in a buffer of its own";
        model(
                "shows the original at a later site",
                "shows a later replacement the effect of the earlier one",
                () -> new ToyModel(SITES) {
                    @Override
                    float[] shown(float[] inThisPass, float[] original) {
                        return original;
                    }
                });
        model(
                "asks against the flow of the data",
                "replaces several sites in the order in which the data flows",
                () -> new ToyModel(SITES) {
                    @Override
                    List<Site> order(List<Site> inOrder) {
                        List<Site> backwards = new ArrayList<>(inOrder);
                        Collections.reverse(backwards);
                        return backwards;
                    }
                });
        model("lets a splice write into the trace", own, () -> new ToyModel(SITES) {
            @Override
            void afterResume(float[] original, float[] replaced) {
                System.arraycopy(replaced, 0, original, 0, replaced.length);
            }
        });
        handing("hands a splice a buffer in the heap", own, buffer -> FloatBuffer.wrap(Floats.of(buffer)));
        handing(
                "hands a splice a buffer in another byte order",
                own,
                buffer -> ByteBuffer.allocateDirect(buffer.capacity() * Float.BYTES)
                        .order(
                                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                                        ? ByteOrder.LITTLE_ENDIAN
                                        : ByteOrder.BIG_ENDIAN)
                        .asFloatBuffer()
                        .put(buffer.duplicate())
                        .rewind());
        handing(
                "hands a splice a buffer that is not at its beginning",
                own,
                buffer -> buffer.duplicate().position(1));
        cut("asks a splice twice for a site", own, toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Splice splice) {
                cut.resume(trace, splice);
                return cut.resume(trace, splice);
            }
        });
        String changes = "changes the logits only at and after a replaced position";
        cut("goes on with the original whatever is put there", changes, toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Splice splice) {
                cut.resume(trace, splice);
                return trace.logits();
            }
        });
        String alone = "depends on the replaced activation alone";
        cut("writes to what it is handed", alone, toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
                FloatBuffer logits = cut.resume(trace, site, replaced);
                replaced.put(0, 7);
                return logits;
            }
        });
        cut("remembers what it was handed before", alone, toy -> new AroundCut(toy) {
            private float last;

            @Override
            public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
                float[] logits = plus(1e-3 * last).apply(Floats.of(cut.resume(trace, site, replaced)));
                last = replaced.get(replaced.position());
                return direct(logits);
            }
        });
        cut(
                "takes a replacement from the buffer's beginning",
                "takes the replacement from the buffers position",
                toy -> new AroundCut(toy) {
                    @Override
                    public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
                        return cut.resume(trace, site, replaced.duplicate().position(0));
                    }
                });
        cut(
                "moves the position of what it is handed",
                "takes the replacement from the buffers position",
                toy -> new AroundCut(toy) {
                    @Override
                    public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
                        FloatBuffer logits = cut.resume(trace, site, replaced);
                        replaced.position(replaced.limit());
                        return logits;
                    }
                });
    }

    private void handing(String deed, String rule, UnaryOperator<FloatBuffer> handed) {
        cut(deed, rule, toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Splice splice) {
                return cut.resume(trace, new Splice() {
                    @Override
                    public List<Site> sites() {
                        return splice.sites();
                    }

                    @Override
                    public void replace(Site site, FloatBuffer activation) {
                        FloatBuffer other = handed.apply(activation);
                        splice.replace(site, other);
                        activation.put(0, Floats.of(other.duplicate().position(0)));
                    }
                });
            }
        });
    }

    private void ofRefusals() {
        model("resumes a trace that is not the newest", "starts afresh with each batch", () -> new ToyModel(1) {
            @Override
            boolean mindsStaleTraces() {
                return false;
            }
        });
        String shape = "refuses batches and replacements of another shape";
        cut("runs a batch of another shape", shape, toy -> new AroundCut(toy) {
            @Override
            public Trace run(TokenBatch batch) {
                return cut.run(batch.shape().equals(cut.shape()) ? batch : TokenBatch.of(cut.shape(), List.of()));
            }
        });
        cut("takes a replacement that is too short", shape, toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
                FloatBuffer whole = Floats.direct(cut.shape().rows() * site.width());
                return cut.resume(trace, site, whole.put(replaced.duplicate()).rewind());
            }
        });
        cut("does not say at which shape it runs", shape, toy -> new AroundCut(toy) {
            @Override
            public BatchShape shape() {
                return null;
            }
        });
        cut(
                "goes on where it is not cut",
                "refuses to resume at a site at which it is not cut",
                toy -> new AroundCut(toy) {
                    @Override
                    public FloatBuffer resume(Trace trace, Splice splice) {
                        try {
                            return cut.resume(trace, splice);
                        } catch (IllegalArgumentException none) {
                            return trace.logits();
                        }
                    }
                });
        cut(
                "replaces at some sites before it refuses",
                "replaces nothing if one of several sites is none of the cut",
                toy -> new AroundCut(toy) {
                    @Override
                    public FloatBuffer resume(Trace trace, Splice splice) {
                        splice.replace(
                                splice.sites().get(0),
                                Floats.direct(cut.shape().rows()
                                        * splice.sites().get(0).width()));
                        return cut.resume(trace, splice);
                    }
                });
        cut("goes on with a splice without sites", "refuses a splice without sites", toy -> new AroundCut(toy) {
            @Override
            public FloatBuffer resume(Trace trace, Splice splice) {
                return splice.sites().isEmpty() ? trace.logits() : cut.resume(trace, splice);
            }
        });
        String token = "refuses a token that it does not know";
        cut("throws an error of its own at an unknown token", token, toy -> new AroundCut(toy) {
            @Override
            public Trace run(TokenBatch batch) {
                try {
                    return cut.run(batch);
                } catch (UserError unknown) {
                    throw new ArrayIndexOutOfBoundsException(unknown.getMessage());
                }
            }
        });
        cut("takes an unknown token for the first one", token, toy -> new AroundCut(toy) {
            @Override
            public Trace run(TokenBatch batch) {
                try {
                    return cut.run(batch);
                } catch (UserError unknown) {
                    return cut.run(TokenBatch.of(batch.shape(), List.of()));
                }
            }
        });
    }

    private void ofLife() {
        String twice = "may be closed twice";
        cut("fails when a cut is closed twice", twice, toy -> new AroundCut(toy) {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    throw new IllegalStateException("closed already");
                }
                closed = true;
                cut.close();
            }
        });
        model("fails when a model is closed twice", twice, () -> new Around(new ToyModel(SITES)) {
            private final Set<String> closed = new HashSet<>();

            @Override
            public void close() {
                if (!closed.add("once")) {
                    throw new IllegalStateException("closed already");
                }
                model.close();
            }
        });
        String used = "refuses to be used after it is closed";
        cut("goes on when it is closed", used, toy -> new AroundCut(toy) {
            @Override
            public void close() {}
        });
        model("is cut when it is closed", used, () -> new Around(new ToyModel(SITES)) {
            @Override
            public void close() {}
        });
    }
}
