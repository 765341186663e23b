package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;

/** What a user can get wrong, each answered in one sentence. */
class WrongInputTest {

    @TempDir
    Path folder;

    @Test
    void refusesAPathThatIsNotThere() {
        refused(folder.resolve("nothing")).hasMessageContaining("there is no such file or folder");
    }

    @Test
    void listsTheGraphsOfAFolderWithoutModelOnnx() throws IOException {
        refused(folder)
                .hasMessageContaining("neither model.onnx nor onnx/model.onnx")
                .hasMessageContaining("export");
        Files.createFile(folder.resolve("decoder_model.onnx"));
        Files.createFile(Files.createDirectory(folder.resolve("onnx")).resolve("model_q4.onnx"));
        refused(folder).hasMessageContaining("choose one with model.file: decoder_model.onnx, onnx/model_q4.onnx");
    }

    @Test
    void refusesATextFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "version https://git-lfs.github.com/spec/v1\n");
        refused(file).hasMessageContaining("this is a pointer of Git LFS in place of the file itself");
        refused(Files.writeString(file, "<!DOCTYPE html>\n")).hasMessageContaining("this is a web page");
        refused(Files.writeString(file, "a poem\n")).hasMessageContaining("this is not an ONNX file");
        refused(Files.write(file, new byte[0])).hasMessageContaining("the file is empty");
    }

    @Test
    void refusesAGraphThatIsCutShort() throws IOException {
        byte[] bytes = Files.readAllBytes(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"));
        for (int length : new int[] {1, 100, bytes.length / 2, bytes.length - 1}) {
            refused(Files.write(folder.resolve("model.onnx"), Arrays.copyOf(bytes, length)))
                    .hasMessageContaining("ONNX file");
        }
    }

    @Test
    void refusesMissingExternalData() throws IOException {
        Files.copy(Fixtures.tiny("llama-dynamo").resolve("model.onnx"), folder.resolve("model.onnx"));
        refused(folder).hasMessageContaining("model.onnx.data is missing");
    }

    @Test
    void refusesExternalDataThatIsCutShort() throws IOException {
        Path model = Fixtures.tiny("llama-dynamo");
        Files.copy(model.resolve("model.onnx"), folder.resolve("model.onnx"));
        byte[] data = Files.readAllBytes(model.resolve("model.onnx.data"));
        Files.write(folder.resolve("model.onnx.data"), Arrays.copyOf(data, data.length - 1));
        refused(folder).hasMessageContaining("the file is cut short").hasMessageContaining((data.length - 1) + "");
    }

    @Test
    void refusesExternalDataOutsideTheFolder() throws IOException {
        write(
                "llama-dynamo",
                model -> model.getGraphBuilder().getInitializerBuilderList().stream()
                        .filter(weight -> weight.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                        .forEach(weight -> weight.getExternalDataBuilderList().stream()
                                .filter(entry -> entry.getKey().equals("location"))
                                .forEach(entry -> entry.setValue("../model.onnx.data"))));
        refused(folder).hasMessageContaining("must lie in the folder of the model");
    }

    @Test
    void refusesAWeightOfTheWrongSize() throws IOException {
        write(
                "gpt2-dynamo",
                model -> model.getGraphBuilder().getInitializerBuilderList().stream()
                        .filter(weight -> weight.getDimsCount() == 2)
                        .forEach(weight -> weight.setDims(0, weight.getDims(0) + 1)));
        refused(folder).hasMessageContaining("the weight '").hasMessageContaining("bytes, but has");
    }

    @Test
    void refusesAGraphWithoutLogits() throws IOException {
        write("gpt2-dynamo", model -> {
            GraphProto.Builder graph = model.getGraphBuilder();
            graph.clearOutput().addOutputBuilder().setName("add_9");
        });
        refused(folder).hasMessageContaining("no output 'logits' (its outputs: add_9)");
    }

    @Test
    void refusesAnInputThatItCannotFeed() throws IOException {
        write(
                "gpt2-dynamo",
                model -> model.getGraphBuilder()
                        .addInput(model.getGraph().getInput(0).toBuilder().setName("pixel_values")));
        refused(folder).hasMessageContaining("an input 'pixel_values' int64 [batch, sequence]");
    }

    @Test
    void refusesAnOperatorThatOnnxRuntimeDoesNotKnow() throws IOException {
        write(
                "gpt2-dynamo",
                model -> model.getGraphBuilder()
                        .getNodeBuilder(model.getGraph().getNodeCount() - 1)
                        .setOpType("Telepathy"));
        refused(folder)
                .hasMessageContaining("ONNX Runtime cannot load the graph")
                .hasMessageContaining("Telepathy");
    }

    @Test
    void refusesAGraphWhoseNodesDoNotFollowEachOther() throws IOException {
        write("gpt2-dynamo", model -> model.getGraphBuilder().removeNode(0));
        refused(folder).hasMessageContaining("which no node makes");
    }

    @Test
    void refusesAConfigThatIsNotJson() throws IOException {
        write("gpt2-dynamo", model -> {});
        Files.writeString(folder.resolve("config.json"), "{\n  \"model_type\": gpt2\n}");
        refused(folder).hasMessageContaining("config.json:2: this is not JSON");
    }

    @Test
    void refusesAShapeForWhichTheGraphWasNotExported() throws IOException {
        write(
                "gpt2-dynamo",
                model -> model.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(1)
                        .setDimValue(8));
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThatThrownBy(() -> model.cutAt(List.of(), BatchShape.of(2, 6)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("exported for sequences of 8 tokens only, not of 6")
                    .hasMessageContaining("dynamic axes");
        }
    }

    @Test
    void refusesTensorsThatCannotBeSites() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("gpt2-torchscript"))) {
            assertThatThrownBy(() -> model.site("/model/transformer/h.0/attn/Softmax_output_0"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("a site must be floats [batch, sequence, width]");
            assertThatThrownBy(() -> model.site("logits"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the logits do not depend on it");
            assertThatThrownBy(() -> model.site("/model/transformer/h.0/Ad_output_0"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("did you mean '/model/transformer/h.0/Add_output_0' or '");
        }
    }

    @Test
    void takesAnyTensorOfTheRightShapeAsASite() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("gpt2-torchscript"))) {
            String hidden = "/model/transformer/h.0/mlp/act/Mul_3_output_0";
            assertThat(model.site(hidden)).isEqualTo(Site.of(hidden, hidden, 64));
            assertThat(model.site("/model/transformer/ln_f/LayerNormalization_output_0")
                            .width())
                    .isEqualTo(16);
        }
    }

    @Test
    void offersNoSitesWhereNoBlocksAreRecognised() throws IOException {
        write(
                "gpt2-torchscript",
                model -> model.getGraphBuilder().getNodeBuilderList().stream()
                        .filter(node -> node.getOpType().equals("Softmax"))
                        .forEach(node -> node.setOpType("LogSoftmax")));
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.sites()).isEmpty();
            assertThat(model.info().notes()).first().asString().contains("no transformer blocks were recognised");
            assertThat(model.site("/model/transformer/h.0/Add_output_0").width())
                    .isEqualTo(16);
        }
    }

    @Test
    void recognisesBlocksWithoutAnyNames() throws IOException {
        write(
                "gpt2-torchscript",
                model -> model.getGraphBuilder().getNodeBuilderList().forEach(node -> node.setName("")));
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.sites()).hasSize(1 + 2 * 15);
        }
    }

    /** Writes a fixture with a change into the temporary folder. */
    private void write(String fixture, Consumer<ModelProto.Builder> change) throws IOException {
        Path source = Fixtures.tiny(fixture);
        ModelProto.Builder model;
        try (InputStream in = Files.newInputStream(source.resolve("model.onnx"))) {
            model = ModelProto.parseFrom(in).toBuilder();
        }
        change.accept(model);
        Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".data")).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path path) {
        return assertThatThrownBy(() -> Fixtures.open(path).close())
                .isInstanceOf(UserError.class)
                .hasMessageNotContaining("\n");
    }
}
