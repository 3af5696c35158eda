package dev.engram.distribution;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the modules, over all their classes. */
class ArchitectureTest {

    /** In their order: each may use only those before it. */
    private static final List<String> MODULES =
            List.of(
                    "base",
                    "vsa",
                    "engram",
                    "models",
                    "ensemble",
                    "bench",
                    "commands",
                    "kernel.extension",
                    "kernel.runtime");

    /** Fewer would mean that the scan went wrong, and every rule would pass on nothing. */
    private static final int CLASSES_AT_LEAST = 400;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.engram");

    private static String packages(String module) {
        return "dev.engram." + module + "..";
    }

    private static JavaClasses ours() {
        return CLASSES.that(
                DescribedPredicate.describe(
                        "are not of this test module",
                        c -> !c.getPackageName().startsWith("dev.engram.distribution")));
    }

    @Test
    void theScanFindsAllModules() {
        assertThat(ours().size()).isGreaterThan(CLASSES_AT_LEAST);
        for (String module : MODULES) {
            assertThat(ours().stream().map(JavaClass::getPackageName))
                    .as("classes of " + module)
                    .anyMatch(p -> p.startsWith("dev.engram." + module));
        }
    }

    @Test
    void eachModuleUsesOnlyThoseBeforeIt() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String module : MODULES) {
            layers = layers.optionalLayer(module).definedBy(packages(module));
        }
        for (int i = 0; i < MODULES.size(); i++) {
            List<String> later = MODULES.subList(i + 1, MODULES.size());
            layers =
                    later.isEmpty()
                            ? layers.whereLayer(MODULES.get(i)).mayNotBeAccessedByAnyLayer()
                            : layers.whereLayer(MODULES.get(i))
                                    .mayOnlyBeAccessedByLayers(later.toArray(String[]::new));
        }
        layers.check(ours());
    }

    @Test
    void theAlgebraStandsOnTheJdkAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.engram.vsa..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.engram.vsa..", "java..", "jdk.incubator.vector..", "org.jspecify..")
                .allowEmptyShould(true)
                .check(ours());
    }

    @Test
    void noCyclesBetweenModules() {
        slices().matching("dev.engram.(*)..").should().beFreeOfCycles().check(ours());
    }

    @Test
    void theExtensionUsesNothingOfOurKernel() {
        noClasses()
                .that()
                .resideInAPackage("dev.engram.kernel.extension..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.engram.kernel.runtime..", "jdk.jshell..")
                .check(ours());
    }

    @Test
    void internalPackagesStayInsideTheirModule() {
        for (String module : MODULES) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(packages(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.engram." + module + "..internal..")
                    .check(ours());
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked =
                ours().stream()
                        .map(JavaClass::getPackage)
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(p -> p.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unmarked).as("packages without @NullMarked in package-info.java").isEmpty();
    }

    @Test
    void onlyEntryPointsAndTheKernelTouchTheStandardStreams() {
        classes()
                .that(
                        DescribedPredicate.describe(
                                "are neither entry points nor the kernel that owns the streams",
                                c ->
                                        !c.getSimpleName().endsWith("Main")
                                                && !c.getPackageName()
                                                        .startsWith("dev.engram.kernel.runtime")))
                .should()
                .onlyAccessFieldsThat(
                        DescribedPredicate.describe(
                                "are not System.out or System.err",
                                f ->
                                        !(f.getOwner().isEquivalentTo(System.class)
                                                && Set.of("out", "err").contains(f.getName()))))
                .check(ours());
    }

    @Test
    void aRuleOfTheseReallyFails() {
        // The entry point prints: so the check of the streams sees what it is meant to see.
        boolean seen =
                ours().stream()
                        .flatMap(c -> c.getFieldAccessesFromSelf().stream())
                        .map(JavaFieldAccess::getTarget)
                        .anyMatch(
                                t ->
                                        t.getOwner().isEquivalentTo(System.class)
                                                && t.getName().equals("out"));
        assertThat(seen).isTrue();
    }
}
