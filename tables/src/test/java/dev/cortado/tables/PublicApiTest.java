package dev.cortado.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cortado.formats.Predictor;
import dev.cortado.internal.Internal;
import dev.cortado.tensor.Tensor;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/api.txt} lists all that users can reach, so that a change of it shows in the diff.
 * {@code -Dcortado.api=write} writes it anew.
 */
class PublicApiTest {

  private static final Path LISTING = Path.of("../docs/api.txt");

  @Test
  void theListingIsTheApi() throws Exception {
    var text = listing(Tensor.class) + listing(Predictor.class) + listing(TablePlan.class);
    if ("write".equals(System.getProperty("cortado.api"))) {
      Files.writeString(LISTING, text);
    }
    assertThat(text)
        .as("docs/api.txt; write it anew with -Dcortado.api=write if the change is meant")
        .isEqualTo(Files.readString(LISTING));
  }

  @Test
  void whatIsInternalIsNotExportedToEverybody() throws Exception {
    assertThat(exported(Tensor.class))
        .contains("dev.cortado.tensor", "dev.cortado.nn", "dev.cortado.train")
        .doesNotContain(
            "dev.cortado.internal", "dev.cortado.tensor.kernel", "dev.cortado.tensor.compile");
  }

  /** The public types in the exported packages of the module that a class is in. */
  private static String listing(Class<?> inModule) throws Exception {
    var packages = exported(inModule);
    var types = new TreeMap<String, Class<?>>();
    try (var reader = module(inModule).open();
        var files = reader.list()) {
      for (var file : files.filter(it -> it.endsWith(".class")).toList()) {
        var name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        if (packages.contains(packageOf(name)) && !name.endsWith(".package-info")) {
          var type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
          if (isReachable(type)) {
            types.put(name, type);
          }
        }
      }
    }
    var text = new StringBuilder();
    var current = "";
    for (var type : types.values()) {
      if (!type.getPackageName().equals(current)) {
        current = type.getPackageName();
        text.append("\npackage ").append(current).append("\n\n");
      }
      if (isInternal(type)) {
        text.append("internal ").append(simple(type.getName())).append('\n');
        continue;
      }
      text.append(header(type)).append('\n');
      members(type).sorted().forEach(member -> text.append("  ").append(member).append('\n'));
    }
    return text.toString();
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static boolean isInternal(Class<?> type) {
    return type.isAnnotationPresent(Internal.class)
        || (type.getDeclaringClass() != null && isInternal(type.getDeclaringClass()));
  }

  private static boolean isReachable(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && !type.isAnonymousClass()
        && (type.getDeclaringClass() == null || isReachable(type.getDeclaringClass()));
  }

  private static Set<String> exported(Class<?> inModule) throws Exception {
    return module(inModule).descriptor().exports().stream()
        .filter(it -> !it.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toSet());
  }

  private static java.lang.module.ModuleReference module(Class<?> type)
      throws URISyntaxException, IOException {
    var place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ModuleFinder.of(place).findAll().iterator().next();
  }

  private static String header(Class<?> type) {
    var kind =
        type.isRecord()
            ? "record"
            : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
    var sealed = type.isSealed() ? "sealed " : "";
    var components =
        type.isRecord()
            ? Arrays.stream(type.getRecordComponents())
                .map(it -> name(it.getGenericType()) + " " + it.getName())
                .collect(Collectors.joining(", ", "(", ")"))
            : "";
    var parents = new ArrayList<String>();
    if (type.getSuperclass() != null
        && type.getSuperclass() != Object.class
        && !type.isRecord()
        && !type.isEnum()) {
      parents.add(name(type.getGenericSuperclass()));
    }
    Arrays.stream(type.getGenericInterfaces()).map(PublicApiTest::name).forEach(parents::add);
    return sealed
        + kind
        + " "
        + simple(type.getName())
        + components
        + (parents.isEmpty() ? "" : " is " + String.join(", ", parents));
  }

  private static Stream<String> members(Class<?> type) {
    return Stream.of(
            Arrays.stream(type.getDeclaredFields()).map(PublicApiTest::field),
            type.isRecord()
                ? Stream.<String>of()
                : Arrays.stream(type.getDeclaredConstructors()).map(PublicApiTest::constructor),
            Arrays.stream(type.getDeclaredMethods())
                .filter(it -> !isOfEveryObject(it) && !isAccessor(type, it))
                .map(PublicApiTest::method))
        .flatMap(it -> it)
        .filter(it -> !it.isEmpty());
  }

  private static boolean isOfEveryObject(Method method) {
    return Set.of("equals", "hashCode", "toString", "values", "valueOf").contains(method.getName());
  }

  private static boolean isAccessor(Class<?> type, Method method) {
    return type.isRecord()
        && method.getParameterCount() == 0
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(it -> it.getName().equals(method.getName()));
  }

  private static String field(Field field) {
    return Modifier.isPublic(field.getModifiers()) && !field.isSynthetic()
        ? (field.isEnumConstant() ? "" : name(field.getGenericType()) + " ") + field.getName()
        : "";
  }

  private static String constructor(Constructor<?> it) {
    return Modifier.isPublic(it.getModifiers()) ? "new(" + parameters(it) + ")" : "";
  }

  private static String method(Method it) {
    if (!Modifier.isPublic(it.getModifiers()) || it.isSynthetic() || it.isBridge()) {
      return "";
    }
    var modifier =
        Modifier.isStatic(it.getModifiers()) ? "static " : it.isDefault() ? "default " : "";
    return modifier
        + name(it.getGenericReturnType())
        + " "
        + it.getName()
        + "("
        + parameters(it)
        + ")";
  }

  private static String parameters(Executable it) {
    return List.of(it.getGenericParameterTypes()).stream()
        .map(PublicApiTest::name)
        .collect(Collectors.joining(", "));
  }

  private static String name(Type type) {
    return simple(type.getTypeName());
  }

  /** Without packages; a class in another one is {@code Outer.Inner}. */
  private static String simple(String name) {
    return name.replaceAll("\\b(?:[a-z]\\w*\\.)+", "").replace('$', '.');
  }
}
