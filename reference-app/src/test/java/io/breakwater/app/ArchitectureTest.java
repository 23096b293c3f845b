package io.breakwater.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The laws of the house (ARCHITECTURE.md), over the main classes of all modules. This is the one place that sees them all. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of("cache", "dbrouting", "devservices", "redis", "session");

    private static final JavaClasses HOUSE =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.breakwater");

    @Test
    void all_modules_were_looked_at() {
        for (String module : MODULES) {
            assertThat(HOUSE.that(resideInAPackage("io.breakwater." + module + "..")))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void libraries_know_nothing_of_each_other_but_the_link_to_redis() {
        for (String module : MODULES) {
            others(module).check(HOUSE);
        }
    }

    @Test
    void the_rule_on_libraries_catches_one_that_knows_another() {
        JavaClasses withCulprit = new ClassFileImporter()
                .importClasses(io.breakwater.cache.arch.KnowsSessions.class, io.breakwater.session.Session.class);
        assertThatThrownBy(() -> others("cache").check(withCulprit))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("KnowsSessions");
    }

    /** Law 1: nothing of ours, except that the users of Redis may use the link to it. */
    private static ArchRule others(String module) {
        Set<String> allowed = Set.of("cache", "session").contains(module) ? Set.of(module, "redis") : Set.of(module);
        String[] forbidden = Stream.concat(MODULES.stream(), Stream.of("app"))
                .filter(other -> !allowed.contains(other))
                .map(other -> "io.breakwater." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("io.breakwater." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }

    @Test
    void there_is_no_drawer_for_odds_and_ends() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..utils..", "..common..", "..core..", "..impl..")
                .check(HOUSE);
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Manager|Impl)")
                .check(HOUSE);
    }

    @Test
    void a_library_is_one_flat_package_and_one_for_each_product() {
        Map<String, Set<String>> packages = Map.of(
                "cache", Set.of("io.breakwater.cache", "io.breakwater.cache.micrometer"),
                "dbrouting", Set.of("io.breakwater.dbrouting", "io.breakwater.dbrouting.micrometer"),
                "devservices",
                        Set.of(
                                "io.breakwater.devservices",
                                "io.breakwater.devservices.junit",
                                "io.breakwater.devservices.testcontainers"),
                "redis", Set.of("io.breakwater.redis", "io.breakwater.redis.link", "io.breakwater.redis.micrometer"),
                "session", Set.of("io.breakwater.session"));
        for (String module : MODULES) {
            Set<String> found = HOUSE.stream()
                    .map(JavaClass::getPackageName)
                    .filter(name -> (name + ".").startsWith("io.breakwater." + module + "."))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(found).isEqualTo(packages.get(module));
        }
    }

    @Test
    void only_the_package_of_a_product_imports_it() {
        for (String module : MODULES) {
            onlyThePackage("micrometer", "io.micrometer..", module).check(HOUSE);
            onlyThePackage("junit", "org.junit..", module).check(HOUSE);
            onlyThePackage("testcontainers", "org.testcontainers..", module).check(HOUSE);
            onlyThePackage("testcontainers", "com.github.dockerjava..", module).check(HOUSE);
        }
    }

    private static ArchRule onlyThePackage(String name, String product, String module) {
        return noClasses()
                .that()
                .resideInAPackage("io.breakwater." + module + "..")
                .and()
                .resideOutsideOfPackage("io.breakwater." + module + "." + name)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(product);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.breakwater.(cache|dbrouting|session|devservices).(**)..")
                .should()
                .beFreeOfCycles()
                .check(HOUSE);
        slices().matching("io.breakwater.app.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void every_package_is_null_marked() {
        for (JavaClass type : HOUSE) {
            assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                    .as(type.getPackageName())
                    .isTrue();
        }
    }

    @Test
    void what_is_hidden_is_final_or_a_contract() {
        for (String module : MODULES) {
            classes()
                    .that()
                    .resideInAPackage("io.breakwater." + module + "..")
                    .and()
                    .areTopLevelClasses()
                    .and()
                    .areNotPublic()
                    .and()
                    .areNotInterfaces()
                    .and()
                    .doNotHaveModifier(JavaModifier.ABSTRACT)
                    .and()
                    .haveNameNotMatching(".*(package-info|module-info)")
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .check(HOUSE);
        }
    }

    @Test
    void a_module_exports_its_packages_and_the_link_goes_to_the_family_alone() throws Exception {
        for (String module : MODULES) {
            ModuleDescriptor descriptor = descriptor(module);
            assertThat(descriptor.name()).isEqualTo("io.breakwater." + module);
            assertThat(descriptor.isOpen()).isFalse();
            assertThat(descriptor.opens()).isEmpty();
            for (ModuleDescriptor.Exports export : descriptor.exports()) {
                assertThat(export.targets())
                        .as(export.source())
                        .isEqualTo(
                                export.source().endsWith(".link")
                                        ? Set.of(
                                                "io.breakwater.cache",
                                                "io.breakwater.ratelimit",
                                                "io.breakwater.session")
                                        : Set.of());
            }
        }
    }

    private static ModuleDescriptor descriptor(String module) throws Exception {
        JavaClass any = HOUSE.that(resideInAPackage("io.breakwater." + module))
                .iterator()
                .next();
        Path place = Path.of(any.reflect()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return ModuleFinder.of(place).findAll().iterator().next().descriptor();
    }
}
