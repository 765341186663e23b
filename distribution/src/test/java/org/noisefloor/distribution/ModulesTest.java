package org.noisefloor.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each module may depend on, read from the compiled classes of all of them. */
class ModulesTest {
    private static final String ROOT = "org.noisefloor";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** The modules by their packages, each with what it may use beside java.* and itself. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to the array
    enum Module {
        API("api"),
        FILES("files", "com.fasterxml.jackson..", ROOT + ".api.."),
        CORE(
                "core",
                "ai.djl..",
                "com.fasterxml.jackson..",
                "com.sun.management..",
                "javax.lang.model..",
                "jdk.incubator.vector..",
                "org.apache.commons.numbers..",
                "org.apache.commons.statistics..",
                "org.slf4j..",
                "org.yaml.snakeyaml..",
                "org.objectweb.asm..",
                "picocli..",
                ROOT + ".testkit..", // for plugins verify
                "sun.misc..", // signals, see Interruption
                ROOT + ".api..",
                ROOT + ".files.."),
        PLUGIN_KL("plugin.kl", "jdk.incubator.vector..", ROOT + ".api.."),
        PLUGIN_LOSS("plugin.loss", ROOT + ".api.."),
        PLUGIN_BASELINES("plugin.baselines", ROOT + ".api.."),
        PLUGIN_REPORT(
                "plugin.report",
                "com.fasterxml.jackson..",
                "org.apache.hadoop.conf..", // named in Parquet's signatures
                "org.apache.parquet..",
                ROOT + ".api..",
                ROOT + ".files.."),
        PLUGIN_SAE(
                "plugin.sae",
                "com.fasterxml.jackson..",
                "jdk.incubator.vector..",
                "org.bytedeco..",
                ROOT + ".api..",
                ROOT + ".files.."),
        BACKEND_ONNX(
                "backend.onnx",
                "ai.onnx..",
                "ai.onnxruntime..",
                "com.fasterxml.jackson..",
                "com.google.protobuf..",
                ROOT + ".api..",
                ROOT + ".files.."),
        BACKEND_DJL("backend.djl", "ai.djl..", "com.fasterxml.jackson..", ROOT + ".api..", ROOT + ".files.."),
        RUNNER_SPARK(
                "spark",
                "com.fasterxml.jackson..",
                "org.apache.spark..",
                "picocli..",
                "scala..",
                ROOT + ".api..",
                ROOT + ".files..",
                ROOT + ".core.."),
        TESTKIT(
                "testkit",
                "com.fasterxml.jackson..",
                "com.sun.management..",
                "org.assertj..",
                "org.junit..",
                ROOT + ".api..");

        private final String name;
        private final String[] others;

        Module(String name, String... others) {
            this.name = name;
            this.others = others;
        }

        String packages() {
            return ROOT + "." + name + "..";
        }

        ArchRule rule() {
            String[] allowed = Stream.concat(Stream.of("java..", "org.jspecify..", packages()), Stream.of(others))
                    .toArray(String[]::new);
            return classes()
                    .that()
                    .resideInAPackage(packages())
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed)
                    .allowEmptyShould(false);
        }
    }

    @Test
    void everyClassBelongsToAModule() {
        assertThat(PRODUCT)
                .extracting(JavaClass::getPackageName)
                .allMatch(each -> Stream.of(Module.values())
                        .map(module -> ROOT + "." + module.name)
                        .anyMatch(name -> each.equals(name) || each.startsWith(name + ".")));
        assertThat(PRODUCT.getPackage(ROOT).getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrder("api", "files", "core", "plugin", "backend", "spark", "testkit");
    }

    @ParameterizedTest
    @EnumSource
    void aModuleDependsOnNothingButTheApiFilesAndItsOwnLibraries(Module module) {
        module.rule().check(PRODUCT);
    }

    @Test
    void onnxRuntimeIsTheBusinessOfItsBackendAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Module.BACKEND_ONNX.packages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.onnx..")
                .allowEmptyShould(false)
                .check(PRODUCT);
    }

    @Test
    void djlIsTheBusinessOfItsBackendAndOfTheTokenizer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(Module.BACKEND_DJL.packages(), ROOT + ".core.corpus..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .allowEmptyShould(false)
                .check(PRODUCT);
    }

    /** Spark's own classes and those of a distribution never meet: Jackson and SLF4J are of other versions there. */
    @Test
    void sparkAndTheHostMeetAtABridgeAlone() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".spark")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".core..", ROOT + ".files..", ROOT + ".api..", "com.fasterxml..", "picocli..")
                .allowEmptyShould(false)
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".spark")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "scala..")
                .allowEmptyShould(false)
                .check(PRODUCT);
    }

    @Test
    void thereAreNoCyclesAmongPackages() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false)
                .check(PRODUCT);
    }

    /** Were the modules unseen, or the rule too wide, it would pass here as well. */
    @Test
    void aRuleFailsWhereItIsBroken() {
        ArchRule coreWithoutApi = classes()
                .that()
                .resideInAPackage(Module.CORE.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage(Module.API.packages());
        assertThatThrownBy(() -> coreWithoutApi.check(PRODUCT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Catalogue");
        JavaClasses nothing = new ClassFileImporter().importPackages("org.noisefloor.nothing");
        assertThatThrownBy(() -> Module.API.rule().check(nothing))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }
}
