package org.noisefloor.plugin.sae.layout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;

/** What is said of a path at which there is no SAE. */
final class SuspectsTest {
    private static final String TABLE = "; docs/saes.md lists the layouts that are read";

    @TempDir
    Path folder;

    private static Path published(String name) {
        return Path.of("src", "test", "resources", "published", name);
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Files.writeString(folder.resolve(name), "x");
        }
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> Layouts.read(path, Hints.NONE))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    private static void assertRefusedWith(Path path, String... parts) {
        assertThatThrownBy(() -> Layouts.read(path, Hints.NONE))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContainingAll(parts);
    }

    @Test
    void nothingIsThere() {
        assertRefused(folder.resolve("layer_3"), folder.resolve("layer_3") + ": there is no such file or folder");
    }

    @Test
    void theNearestNameIsTold() throws IOException {
        Files.createDirectory(folder.resolve("blocks.3.hook_resid_post"));
        Path typed = folder.resolve("blocks.3.hook_resid_pots");
        assertRefused(typed, typed + ": there is no such file or folder; did you mean 'blocks.3.hook_resid_post'?");
    }

    @Test
    void aNameOnTheHubIsToBeDownloadedFirst() {
        Path name = Path.of("google", "gemma-scope-2b-pt-res");
        assertRefused(
                name,
                name
                        + ": there is no such file or folder; if this is a name on the Hugging Face Hub, download it first"
                        + " (hf download NAME --local-dir FOLDER) and give the folder");
    }

    @Test
    void aFolderMayBeEmpty() {
        assertRefused(folder, folder + ": this folder is empty" + TABLE);
    }

    @Test
    void aLanguageModelBelongsElsewhere() throws IOException {
        write("config.json", "model-00001-of-00002.safetensors");
        assertRefused(
                folder,
                folder + ": this is a language model (config.json and weights), not an SAE; it belongs under model.path"
                        + TABLE);
    }

    @Test
    void aFolderOfFoldersIsNotYetAnSae() throws IOException {
        Files.createDirectory(folder.resolve("layer_0"));
        Files.createDirectory(folder.resolve("layer_1"));
        assertRefused(
                folder,
                folder + ": this folder holds no SAE but other folders (layer_0, layer_1); give the folder of one SAE,"
                        + " such as " + folder.resolve("layer_0") + TABLE);
    }

    @Test
    void ofSeveralFilesOneIsToBeGiven() throws IOException {
        write("layer0.sae.pt", "layer1.sae.pt", "README.md");
        assertRefused(
                folder,
                folder + ": this folder holds layer0.sae.pt, layer1.sae.pt; give the one file of the SAE" + TABLE);
    }

    @Test
    void manyNamesAreCutShort() throws IOException {
        write("0.pt", "1.pt", "2.pt", "3.pt", "4.pt", "5.pt", "6.pt");
        assertRefusedWith(folder, "holds 0.pt, 1.pt, 2.pt, 3.pt, 4.pt, 5.pt …; give the one file");
    }

    @Test
    void aPartnerIsMissing() throws IOException {
        write("ae.pt");
        assertRefused(
                folder,
                folder + ": ae.pt lies here without config.json of dictionary_learning, which says what the weights are"
                        + " (found ae.pt)" + TABLE);
    }

    @Test
    void weightsWithoutTheirConfigAreNamedThoughTheFileItselfWasGiven() throws IOException {
        Path source = published("saelens-standard").resolve("standard/sae_weights.safetensors");
        Files.copy(source, folder.resolve("sae_weights.safetensors"));
        assertThatThrownBy(() -> Layouts.read(folder.resolve("sae_weights.safetensors"), Hints.NONE))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        folder + ": sae_weights.safetensors lies here without cfg.json (found sae_weights.safetensors)"
                                + TABLE);
    }

    @Test
    void aCheckpointOfATrainingIsNotTheSae() throws IOException {
        write("trainer_state.json", "activation_scaler.json", "runner_cfg.json");
        assertRefusedWith(
                folder,
                "this is a checkpoint of a training (",
                "save the SAE for inference, or give the folder that holds cfg.json and its weights");
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        write("notes.txt");
        assertRefused(folder, folder + ": no known layout of an SAE has these files (notes.txt)" + TABLE);
    }

    @Test
    void aPointerOfGitLfsIsNoFile() throws IOException {
        Path file = folder.resolve("layer_0.safetensors");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n");
        assertRefusedWith(
                file, "this is a pointer of Git LFS in place of the file itself; fetch that with git lfs pull");
    }

    @Test
    void aWebPageIsNoFile() throws IOException {
        Path file = folder.resolve("params.npz");
        Files.writeString(file, "<!DOCTYPE html><html><body>Not found</body></html>");
        assertThatThrownBy(() -> Layouts.read(file, Hints.NONE))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("this is a web page, as a failed download leaves one; download the file again");
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        Path safetensors =
                published("circuit-tracer-transcoder").resolve("qwen3-0.6b-transcoders-lowl0/layer_0.safetensors");
        Path zip = published("qwen-scope").resolve("SAE-Res-Qwen3-1.7B-Base-W32K-L0_6/layer0.sae.pt");
        for (Path whole : new Path[] {safetensors, zip}) {
            byte[] bytes = Files.readAllBytes(whole);
            Path file = folder.resolve(whole.getFileName().toString());
            for (int length : new int[] {0, 7, bytes.length / 2, bytes.length - 4}) {
                Files.write(file, Arrays.copyOf(bytes, length));
                assertRefusedWith(file, ": ");
            }
        }
    }

    @Test
    void tensorsOfNoLayoutAreNamed() throws IOException {
        String header = "{\"query\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + json.length + 4];
        bytes[0] = (byte) json.length;
        System.arraycopy(json, 0, bytes, 8, json.length);
        Path file = Files.write(folder.resolve("some.safetensors"), bytes);
        assertRefused(file, file + ": no known layout of an SAE has these tensors (query …)" + TABLE);
    }
}
