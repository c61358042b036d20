package dev.cortado.blas;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What this module may see, and that it keeps nothing for all. */
class ArchitectureTest {

  private static final JavaClasses BLAS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cortado.blas");

  @Test
  void theRulesSeeTheClasses() {
    assertThat(BLAS).isNotEmpty();
  }

  @Test
  void theBlasModuleSeesOnlyTheKernelsOfTheCore() {
    assertThat(
            BLAS.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(it -> !isVisible(it.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void noStaticFieldChanges() {
    assertThat(BLAS)
        .flatExtracting(JavaClass::getFields)
        .filteredOn(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filteredOn(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .isEmpty();
  }

  @Test
  void thePackageIsNullMarked() {
    assertThat(BLAS)
        .filteredOn(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
        .isEmpty();
  }

  private static boolean isVisible(JavaClass type) {
    return Set.of("dev.cortado.blas", "dev.cortado.tensor.kernel", "org.jspecify.annotations")
            .contains(type.getPackageName())
        || type.getPackageName().startsWith("java.")
        || type.isPrimitive();
  }
}
