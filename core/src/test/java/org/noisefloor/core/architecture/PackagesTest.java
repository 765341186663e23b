package org.noisefloor.core.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the packages inside the host, and what only one of them may touch. */
class PackagesTest {
    private static final String CORE = "org.noisefloor.core";
    private static final List<String> ORDER =
            List.of("plugins", "config", "corpus", "record", "figures", "run", "summary", "report", "selftest", "cli");
    private static final JavaClasses HOST = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(CORE);

    static Stream<String> packagesWithOnesToTheirRight() {
        return ORDER.subList(0, ORDER.size() - 1).stream();
    }

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        assertThat(HOST.getPackage(CORE).getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @ParameterizedTest
    @MethodSource("packagesWithOnesToTheirRight")
    void aPackageImportsOnlyThoseToItsLeft(String name) {
        importsNothingToItsRight(name).check(HOST);
    }

    @Test
    void insideTheRunTooAPackageImportsOnlyThoseToItsLeft() {
        List<String> inside = List.of("run.batch", "run.score", "run.prepare", "run");
        for (int i = 0; i < inside.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage(CORE + "." + inside.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(inside.subList(i + 1, inside.size()).stream()
                            .map(each -> CORE + "." + each)
                            .toArray(String[]::new))
                    .allowEmptyShould(false)
                    .check(HOST);
        }
    }

    @Test
    void thereAreNoCyclesAmongPackages() {
        slices().matching(CORE + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false)
                .check(HOST);
    }

    @Test
    void classLoadersAreTheBusinessOfPluginsAlone() {
        ofClassLoaders("plugins").check(HOST);
    }

    @Test
    void theProcessAndItsStreamsAreTheBusinessOfTheCommandLineAlone() {
        ofTheProcess("cli").check(HOST);
    }

    @Test
    void theTokenizerIsTheBusinessOfTheCorpusAlone() {
        ofDjl("corpus").check(HOST);
    }

    @Test
    void theHostKnowsNoPluginAndNoBackend() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.noisefloor.plugin..", "org.noisefloor.backend..", "ai.onnxruntime..")
                .allowEmptyShould(false)
                .check(HOST);
    }

    /** Which asks the contracts of a plugin that is verified. */
    @Test
    void theTestkitIsTheBusinessOfTheCommandsAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.noisefloor.core.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.noisefloor.testkit..")
                .allowEmptyShould(false)
                .check(HOST);
    }

    @Test
    void theRulesFailWhereTheyAreBroken() {
        JavaClasses offenders = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(
                ofClassLoaders("plugins"),
                ofTheProcess("cli"),
                noClasses()
                        .that()
                        .resideInAPackage(CORE + ".architecture..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(CORE + ".plugins.."))) {
            assertThatThrownBy(() -> rule.check(offenders))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Offender");
        }
        assertThatThrownBy(() -> ofDjl("plugins").check(HOST))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Tokenizer");
    }

    private static ArchRule importsNothingToItsRight(String name) {
        String[] right = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size()).stream()
                .map(each -> CORE + "." + each + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(CORE + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(right)
                .allowEmptyShould(false);
    }

    private static ArchRule ofClassLoaders(String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "." + owner + "..")
                .should()
                .dependOnClassesThat(assignableTo(ClassLoader.class).or(assignableTo(ServiceLoader.class)))
                .orShould()
                .callMethodWhere(target(nameMatching("(get|set)ContextClassLoader|getClassLoader")))
                .allowEmptyShould(false);
    }

    private static ArchRule ofTheProcess(String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "." + owner + "..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .allowEmptyShould(false);
    }

    private static ArchRule ofDjl(String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(CORE + "." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .allowEmptyShould(false);
    }

    /** Breaks every rule there is. */
    @SuppressWarnings("unused")
    private static final class Offender {
        void offends() {
            Thread.currentThread().setContextClassLoader(ServiceLoader.class.getClassLoader());
            System.out.println(org.noisefloor.core.plugins.Host.version());
            System.exit(1);
        }
    }
}
