package dev.cortado.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Test;

/**
 * What would let the bits of the SIMD kernels depend on the machine, and what this module may see.
 */
class ArchitectureTest {

  /**
   * The operators, also methods of {@link Math} in small letters, that are computed differently
   * from machine to machine.
   */
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "EXP", "EXPM1", "LOG", "LOG10", "LOG1P", "POW", "CBRT", "HYPOT", "SIN", "COS", "TAN",
          "ASIN", "ACOS", "ATAN", "ATAN2", "SINH", "COSH", "TANH");

  private static final JavaClasses VECTOR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cortado.vector");

  @Test
  void theRulesSeeTheClasses() {
    assertThat(VECTOR).isNotEmpty();
  }

  @Test
  void reduceLanesOnlyTakesWhatHasNoOrder() {
    assertThat(
            accesses(access ->
                isTo(access, FloatVector.class, DoubleVector.class)
                    && access.getName().equals("reduceLanes")
                    && !Set.of("MAX", "MIN").containsAll(operatorsIn(access.getOrigin()))))
        .isEmpty();
  }

  @Test
  void nothingTakesItsTranscendentalFunctionsFromTheJdk() {
    assertThat(
            accesses(access ->
                isTo(access, VectorOperators.class, Math.class, StrictMath.class)
                    && TRANSCENDENTAL.contains(access.getName().toUpperCase(Locale.ROOT))))
        .isEmpty();
  }

  @Test
  void theVectorModuleSeesOnlyTheKernelsOfTheCore() {
    assertThat(
            VECTOR.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(it -> !isVisible(it.getTargetClass().getBaseComponentType()))
                .map(Dependency::getDescription))
        .isEmpty();
  }

  @Test
  void noStaticFieldChanges() {
    assertThat(VECTOR)
        .flatExtracting(JavaClass::getFields)
        .filteredOn(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filteredOn(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .isEmpty();
  }

  private static boolean isVisible(JavaClass type) {
    return Set.of("dev.cortado.vector", "dev.cortado.tensor.kernel", "org.jspecify.annotations")
            .contains(type.getPackageName())
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().equals("jdk.incubator.vector");
  }

  private static List<String> accesses(Predicate<JavaAccess<?>> forbidden) {
    return VECTOR.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(forbidden)
        .map(JavaAccess::getDescription)
        .sorted()
        .toList();
  }

  private static List<String> operatorsIn(JavaCodeUnit method) {
    return method.getFieldAccesses().stream()
        .filter(access -> isTo(access, VectorOperators.class))
        .map(JavaAccess::getName)
        .toList();
  }

  private static boolean isTo(JavaAccess<?> access, Class<?>... owners) {
    return Stream.of(owners).anyMatch(owner -> access.getTargetOwner().isEquivalentTo(owner));
  }
}
