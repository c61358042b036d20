package dev.cortado.tensor.compile;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the byte code of a user's layers and losses, and of what they call, for what a recording
 * cannot see: static fields that change, clocks, files, threads, random numbers of the JDK. Only
 * methods that a step may reach are read. The library's own classes are trusted.
 */
public final class CodeScan {

  private static final int MOST_METHODS = 2_000;

  /** Methods of the library's interfaces that are not called in a step. */
  private static final Set<String> OUTSIDE_OF_STEPS =
      Set.of("state", "start", "forget", "parameters", "summary", "toString", "equals", "hashCode");

  private static final Set<String> PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.runtime",
          "java.math",
          "java.nio",
          "java.util",
          "java.util.function",
          "java.util.stream",
          "dev.cortado.autograd",
          "dev.cortado.internal",
          "dev.cortado.nn",
          "dev.cortado.optim",
          "dev.cortado.tensor");

  /** Classes of these packages that see or change more than their arguments. */
  private static final Set<String> UNSEEN =
      Set.of(
          "java.lang.System",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.lang.ScopedValue",
          "java.lang.Runtime",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.ClassLoader",
          "java.lang.Module",
          "java.lang.ModuleLayer",
          "java.lang.StackWalker",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Date",
          "java.util.Calendar",
          "java.util.GregorianCalendar",
          "java.util.TimeZone",
          "java.util.UUID",
          "java.util.Timer",
          "java.util.Scanner",
          "java.util.Properties",
          "java.util.ResourceBundle",
          "java.util.ServiceLoader");

  private static final Set<String> UNSEEN_METHODS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.lang.Integer.getInteger",
          "java.lang.Long.getLong",
          "java.lang.Boolean.getBoolean",
          "java.util.Collections.shuffle",
          "java.lang.Class.forName",
          "dev.cortado.tensor.Rng.hashCode");

  private record Signature(String name, String type) {}

  private record Call(Class<?> owner, Signature signature) {}

  private final Set<Class<?>> instances = new LinkedHashSet<>();
  private final Set<Signature> signatures = new HashSet<>();
  private final Set<Call> calls = new HashSet<>();
  private final Deque<Call> open = new ArrayDeque<>();
  private final Set<Field> statics = new LinkedHashSet<>();
  private final Map<Class<?>, ClassModel> models = new HashMap<>();
  private @Nullable String problem;

  /** Whether a class is neither the JDK's nor the library's. */
  public static boolean isUsers(Class<?> type) {
    return type.getClassLoader() != null && !isTrusted(type.getName());
  }

  private static boolean isTrusted(String name) {
    return name.startsWith("dev.cortado.") || name.startsWith("java.") || name.startsWith("jdk.");
  }

  /**
   * Reads the methods of a user's class that the library may call in a step, and what they call.
   */
  public void add(Class<?> type) {
    if (!isUsers(type) || !instances.add(type)) {
      return;
    }
    for (var method : type.getMethods()) {
      if (isUsers(method.getDeclaringClass())
          && !Modifier.isStatic(method.getModifiers())
          && !OUTSIDE_OF_STEPS.contains(method.getName())
          && overridesTrusted(method, type)) {
        call(method.getDeclaringClass(), signature(method));
      }
    }
    Set.copyOf(signatures).forEach(signature -> call(type, signature));
    readAll();
  }

  private static boolean overridesTrusted(Method method, @Nullable Class<?> type) {
    return type != null
        && (declares(type, method)
            || overridesTrusted(method, type.getSuperclass())
            || Arrays.stream(type.getInterfaces()).anyMatch(it -> overridesTrusted(method, it)));
  }

  private static boolean declares(Class<?> type, Method method) {
    return isTrusted(type.getName())
        && Arrays.stream(type.getMethods())
            .anyMatch(it ->
                it.getName().equals(method.getName())
                    && Arrays.equals(it.getParameterTypes(), method.getParameterTypes()));
  }

  private static Signature signature(Method method) {
    return new Signature(
        method.getName(),
        java.lang.invoke.MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .descriptorString());
  }

  /** What was found that a recording cannot see; null if nothing. */
  public @Nullable String problem() {
    return problem;
  }

  /** The static final fields that the code reads. */
  public Set<Field> statics() {
    return Set.copyOf(statics);
  }

  private void prevent(String reason) {
    problem = problem == null ? reason : problem;
  }

  private void readAll() {
    while (problem == null && !open.isEmpty()) {
      var call = open.remove();
      if (calls.size() > MOST_METHODS) {
        prevent("it calls more than " + MOST_METHODS + " methods, too many to be read");
        return;
      }
      read(call.owner, call.signature);
    }
  }

  private void call(Class<?> owner, Signature signature) {
    var call = new Call(owner, signature);
    if (calls.add(call)) {
      open.add(call);
    }
  }

  /** Reads a method where a class or what it inherits from declares it. */
  private void read(Class<?> type, Signature signature) {
    var method = method(type, signature);
    if (method == null) {
      parents(type).filter(CodeScan::isUsers).forEach(parent -> call(parent, signature));
    } else if (method.flags().has(java.lang.reflect.AccessFlag.NATIVE)) {
      prevent("it calls native code, " + name(type) + "." + signature.name);
    } else {
      method.code().ifPresent(code -> code.forEach(element -> read(type, signature, element)));
    }
    // An instance of another class may answer the call.
    if (!signature.name.startsWith("<") && signatures.add(signature)) {
      instances.forEach(instance -> call(instance, signature));
    }
  }

  private static Stream<Class<?>> parents(Class<?> type) {
    return Stream.concat(
        Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
  }

  private @Nullable MethodModel method(Class<?> type, Signature signature) {
    var model = models.computeIfAbsent(type, this::model);
    return model == null
        ? null
        : model.methods().stream()
            .filter(it ->
                it.methodName().equalsString(signature.name)
                    && it.methodType().equalsString(signature.type))
            .findFirst()
            .orElse(null);
  }

  private @Nullable ClassModel model(Class<?> type) {
    var file = type.getName().substring(type.getPackageName().length()).replaceFirst("^\\.", "");
    try (InputStream in = type.getResourceAsStream(file + ".class")) {
      if (in != null) {
        return ClassFile.of().parse(in.readAllBytes());
      }
    } catch (IOException | IllegalArgumentException _) {
      // Reported below.
    }
    prevent("the class file of " + name(type) + " cannot be read");
    return null;
  }

  private void read(Class<?> reader, Signature inside, CodeElement element) {
    switch (element) {
      case FieldInstruction it ->
          field(reader, inside, it.owner().asInternalName(), it.name().stringValue(), it.opcode());
      case InvokeInstruction it ->
          invoked(
              reader,
              it.owner().asInternalName(),
              it.name().stringValue(),
              it.type().stringValue());
      case InvokeDynamicInstruction it -> {
        for (var argument : it.invokedynamic().bootstrap().arguments()) {
          if (argument instanceof MethodHandleEntry handle) {
            var target = handle.reference();
            invoked(
                reader,
                target.owner().asInternalName(),
                target.name().stringValue(),
                target.type().stringValue());
          }
        }
      }
      case NewObjectInstruction it -> {
        var type = load(reader, it.className().asInternalName());
        if (type != null && isUsers(type)) {
          add(type);
        }
      }
      default -> {}
    }
  }

  private void field(Class<?> reader, Signature inside, String owner, String name, Opcode opcode) {
    var type = load(reader, owner);
    if (type == null) {
      return;
    }
    if (!isUsers(type)) {
      requireSeen(type.getName(), name);
      return;
    }
    var field = find(type, name);
    boolean isStatic = opcode == Opcode.GETSTATIC || opcode == Opcode.PUTSTATIC;
    boolean writes = opcode == Opcode.PUTSTATIC || opcode == Opcode.PUTFIELD;
    if (field == null || (writes && inside.name.equals("<init>") && !isStatic)) {
      return;
    }
    if (!Modifier.isFinal(field.getModifiers())) {
      prevent(
          (writes ? "it writes " : "it reads ")
              + name(type)
              + "."
              + name
              + ", which is not final; keep what changes in a Buffer");
    } else if (isStatic) {
      statics.add(field);
    }
  }

  private static @Nullable Field find(Class<?> type, String name) {
    for (Class<?> it = type; it != null; it = it.getSuperclass()) {
      for (var field : it.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return field;
        }
      }
    }
    return null;
  }

  private void invoked(Class<?> reader, String owner, String name, String descriptor) {
    var type = load(reader, owner);
    if (type == null) {
      return;
    }
    if (isUsers(type)) {
      call(type, new Signature(name, descriptor));
    } else {
      requireSeen(type.getName(), name);
    }
  }

  private void requireSeen(String type, String member) {
    int dot = type.lastIndexOf('.');
    var outer = type.split("\\$", 2)[0];
    boolean seen =
        PACKAGES.contains(type.substring(0, Math.max(0, dot)))
            && !UNSEEN.contains(outer)
            && !UNSEEN_METHODS.contains(type + "." + member)
            && !member.startsWith("parallel");
    if (!seen && !(outer.equals("java.lang.System") && member.equals("arraycopy"))) {
      prevent("it uses " + type + "." + member + ", whose effects cannot be recorded");
    }
  }

  /** The class with an internal name, as the code that mentions it sees it; null for arrays. */
  private @Nullable Class<?> load(Class<?> reader, String internalName) {
    if (internalName.startsWith("[")) {
      return null;
    }
    try {
      return Class.forName(internalName.replace('/', '.'), false, reader.getClassLoader());
    } catch (ClassNotFoundException | LinkageError _) {
      prevent("the class " + internalName + " cannot be loaded");
      return null;
    }
  }

  private static String name(Class<?> type) {
    return type.getName().substring(type.getName().lastIndexOf('.') + 1);
  }
}
