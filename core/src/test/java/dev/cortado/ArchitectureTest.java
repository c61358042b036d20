package dev.cortado;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler does not know. */
class ArchitectureTest {

  private static final String ROOT = "dev.cortado.";

  /**
   * The packages below {@link #ROOT}, each with those it is built on. It may also see what they are
   * built on.
   */
  private static final Map<String, Set<String>> IMPORTS =
      Map.ofEntries(
          Map.entry("internal", Set.of()),
          Map.entry("tensor.kernel", Set.of("internal")),
          Map.entry("tensor", Set.of("tensor.kernel")),
          Map.entry("plot", Set.of("internal")),
          Map.entry("tensor.compile", Set.of("tensor")),
          Map.entry("autograd", Set.of("tensor.compile")),
          Map.entry("autograd.graph", Set.of("autograd", "plot")),
          Map.entry("autograd.check", Set.of("autograd", "plot")),
          Map.entry("data", Set.of("tensor")),
          Map.entry("data.image", Set.of("data")),
          Map.entry("table", Set.of("data")),
          Map.entry("tree", Set.of("internal")),
          Map.entry("nn", Set.of("autograd", "tree")),
          Map.entry("optim", Set.of("autograd")),
          Map.entry("optim.lbfgs", Set.of("optim")),
          Map.entry("metric", Set.of("data", "nn")),
          Map.entry("train", Set.of("data.image", "metric", "optim", "plot")),
          Map.entry("train.checkpoint", Set.of("train")),
          Map.entry("train.progress", Set.of("train")),
          Map.entry("doctor", Set.of("train")),
          Map.entry("model", Set.of("optim.lbfgs", "train")));

  /**
   * The methods of {@link Math} whose last bits depend on the machine or on the version of the JDK.
   */
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  /**
   * Randomness comes from {@code Rng}, scopes from {@link ScopedValue}, files from formats that
   * cannot run code.
   */
  private static final Set<Class<?>> BANNED =
      Set.of(
          Random.class,
          SplittableRandom.class,
          ThreadLocalRandom.class,
          ThreadLocal.class,
          ObjectInputStream.class);

  /** What the compiler's checks read, and nothing at run time. */
  private static final Set<String> ANNOTATIONS =
      Set.of("org.jspecify.annotations", "com.google.errorprone.annotations");

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.cortado");

  @Test
  void theRulesSeeTheClasses() {
    assertThat(CORE).isNotEmpty();
  }

  @Test
  void everyPackageHasItsPlaceInTheTableOfImports() {
    assertThat(CORE)
        .filteredOn(type -> !IMPORTS.containsKey(inCore(type.getPackageName())))
        .isEmpty();
  }

  @Test
  void importsRunOneWay() {
    assertThat(
            dependencies((from, to) ->
                to.getPackageName().startsWith(ROOT)
                    && !sees(inCore(from.getPackageName()), inCore(to.getPackageName()))))
        .isEmpty();
  }

  @Test
  void theCoreNeedsJavaBaseAlone() {
    var javaBase = Object.class.getModule().getPackages();
    assertThat(
            dependencies((_, to) ->
                !to.getPackageName().startsWith(ROOT)
                    && !ANNOTATIONS.contains(to.getPackageName())
                    && !(to.getPackageName().startsWith("java.")
                        && javaBase.contains(to.getPackageName()))))
        .isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CORE)
        .filteredOn(type -> !type.getPackage().isAnnotatedWith(NullMarked.class))
        .isEmpty();
  }

  @Test
  void nothingUsesOtherPeoplesRandomnessThreadLocalsOrSerialization() {
    assertThat(dependencies((_, to) -> BANNED.stream().anyMatch(to::isEquivalentTo))).isEmpty();
  }

  @Test
  void nothingTakesItsTranscendentalFunctionsFromTheJdk() {
    assertThat(
            accesses(access ->
                isTo(access, Math.class, StrictMath.class)
                    && TRANSCENDENTAL.contains(access.getName())))
        .isEmpty();
  }

  @Test
  void noStreamIsParallel() {
    assertThat(
            accesses(access ->
                isTo(access, BaseStream.class, Collection.class)
                    && access.getName().startsWith("parallel")))
        .isEmpty();
  }

  @Test
  void textDoesNotDependOnTheDefaultLocale() {
    var withoutLocale = Set.of("format", "formatted", "printf", "toLowerCase", "toUpperCase");
    assertThat(
            accesses(access ->
                isTo(access, String.class, PrintStream.class, PrintWriter.class, Formatter.class)
                    && withoutLocale.contains(access.getName())
                    && !takesLocale(access)))
        .isEmpty();
  }

  @Test
  void noStaticFieldChanges() {
    assertThat(members(JavaClass::getFields))
        .filteredOn(field -> field.getModifiers().contains(JavaModifier.STATIC))
        .filteredOn(field -> !field.getModifiers().contains(JavaModifier.FINAL))
        .isEmpty();
  }

  @Test
  void nothingIsProtected() {
    assertThat(members(JavaClass::getMembers))
        .filteredOn(member -> member.getModifiers().contains(JavaModifier.PROTECTED))
        .isEmpty();
  }

  @Test
  void whatIsAbstractIsAnInterface() {
    assertThat(CORE)
        .filteredOn(type -> type.getModifiers().contains(JavaModifier.ABSTRACT))
        .filteredOn(type -> !type.isInterface() && !type.isEnum())
        .isEmpty();
  }

  private static String inCore(String packageName) {
    return packageName.substring(ROOT.length());
  }

  private static boolean sees(String from, String to) {
    return from.equals(to)
        || IMPORTS.getOrDefault(from, Set.of()).stream().anyMatch(next -> sees(next, to));
  }

  private static List<String> dependencies(BiPredicate<JavaClass, JavaClass> forbidden) {
    return CORE.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(
            it -> forbidden.test(it.getOriginClass(), it.getTargetClass().getBaseComponentType()))
        .map(Dependency::getDescription)
        .sorted()
        .toList();
  }

  private static List<String> accesses(Predicate<JavaAccess<?>> forbidden) {
    return CORE.stream()
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(forbidden)
        .map(JavaAccess::getDescription)
        .sorted()
        .toList();
  }

  private static <M extends JavaMember> Stream<M> members(Function<JavaClass, Set<M>> kind) {
    return CORE.stream().flatMap(type -> kind.apply(type).stream());
  }

  private static boolean isTo(JavaAccess<?> access, Class<?>... owners) {
    return Stream.of(owners).anyMatch(owner -> access.getTargetOwner().isAssignableTo(owner));
  }

  private static boolean takesLocale(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Locale.class));
  }
}
