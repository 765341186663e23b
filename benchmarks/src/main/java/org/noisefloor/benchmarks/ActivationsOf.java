package org.noisefloor.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.backend.djl.DjlBackend;
import org.noisefloor.backend.djl.DjlOptions;
import org.noisefloor.testkit.TestContext;

/**
 * What {@code djl} computes of models, for comparison with other programs: {@code ActivationsOf MODEL ...}. Each folder holds a
 * {@code tokens.json}, a list of sequences, which are run as one batch. Beside it are written {@code computed.safetensors}, in float32 the
 * {@code logits}, the activation of each site by its name, and for each site of the first block the logits with half its activation and a quarter
 * more in its place, by {@code spliced.SITE}; or, where the model is refused, {@code refused.txt}. Rows beyond the end of a sequence
 * mean nothing.
 */
public final class ActivationsOf {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ActivationsOf() {}

    public static void main(String[] args) throws IOException {
        Context context = TestContext.builder()
                .cache(Path.of(System.getProperty("java.io.tmpdir"), "noisefloor-engine-speed"))
                .build();
        for (String arg : args) {
            Path folder = Path.of(arg);
            try (LanguageModel model =
                    new DjlBackend().open(folder, new DjlOptions(DjlOptions.Dtype.FLOAT32, "cpu"), context)) {
                write(folder.resolve("computed.safetensors"), computed(model, tokens(folder)));
            } catch (UserError refused) {
                Files.writeString(folder.resolve("refused.txt"), refused.getMessage() + "\n");
            }
        }
    }

    private static TokenBatch tokens(Path folder) throws IOException {
        int[][] sequences = JSON.readValue(folder.resolve("tokens.json").toFile(), int[][].class);
        int longest =
                Stream.of(sequences).mapToInt(sequence -> sequence.length).max().orElseThrow();
        return TokenBatch.of(BatchShape.of(sequences.length, longest), List.of(sequences));
    }

    private static Map<String, Tensor> computed(LanguageModel model, TokenBatch batch) {
        Map<String, Tensor> computed = new LinkedHashMap<>();
        int vocabulary = model.info().vocabulary();
        try (CutModel cut = model.cutAt(model.sites(), batch.shape())) {
            Trace trace = cut.run(batch);
            computed.put("logits", Tensor.of(batch, vocabulary, trace.logits()));
            for (Site site : model.sites()) {
                Tensor activation = Tensor.of(batch, site.width(), trace.activation(site));
                computed.put(site.name(), activation);
                if (site.name().startsWith("blocks.0.")) {
                    FloatBuffer spliced = cut.resume(trace, site, activation.changed());
                    computed.put("spliced." + site.name(), Tensor.of(batch, vocabulary, spliced));
                }
            }
        }
        return computed;
    }

    private static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        int end = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", "F32");
            Tensor value = tensor.getValue();
            entry.putArray("shape").add(value.sequences()).add(value.length()).add(value.width());
            entry.putArray("data_offsets").add(end).add(end += value.values().length * Float.BYTES);
        }
        byte[] json = JSON.writeValueAsBytes(header);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(little(Long.BYTES).putLong(json.length).array());
            out.write(json);
            for (Tensor tensor : tensors.values()) {
                ByteBuffer bytes = little(tensor.values().length * Float.BYTES);
                bytes.asFloatBuffer().put(tensor.values());
                out.write(bytes.array());
            }
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Numbers [sequences, length, width]. */
    private record Tensor(int sequences, int length, int width, float[] values) {
        static Tensor of(TokenBatch batch, int width, FloatBuffer buffer) {
            float[] values = new float[buffer.remaining()];
            buffer.duplicate().get(values);
            return new Tensor(batch.shape().sequences(), batch.shape().length(), width, values);
        }

        FloatBuffer changed() {
            FloatBuffer changed = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            for (float value : values) {
                changed.put(0.5f * value + 0.25f);
            }
            return changed.flip();
        }
    }
}
