package dev.cortado.blas;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Finds a BLAS: in the program itself, on the system, or in a given file. A library stays open. */
@SuppressWarnings("restricted")
final class Libraries {

  private static final List<String> LINUX =
      List.of(
          "libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so", "libblas.so.3");
  private static final List<String> MAC =
      List.of("/System/Library/Frameworks/Accelerate.framework/Accelerate", "libopenblas.dylib");
  private static final List<String> WINDOWS =
      List.of("openblas.dll", "libopenblas.dll", "mkl_rt.2.dll");

  /**
   * The first bytes of native libraries: ELF, Mach-O, Mach-O for several processors, and Windows.
   */
  private static final List<String> MAGIC = List.of("7f454c46", "cffaedfe", "cafebabe", "4d5a");

  private Libraries() {}

  /** The names of libraries on an operating system, best first. */
  static List<String> usualNames(String system) {
    var name = system.toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? MAC : name.startsWith("windows") ? WINDOWS : LINUX;
  }

  /**
   * Opens the one that the program has loaded, else the first of these names that the system has.
   */
  static Blas find(List<String> names) throws UnusableException {
    var own = SymbolLookup.loaderLookup();
    if (own.find(Blas.PRODUCT).isPresent()) {
      return Blas.of("a library of the program", own);
    }
    var reasons = new ArrayList<String>();
    for (var name : names) {
      try {
        return Blas.of(name, SymbolLookup.libraryLookup(name, Arena.global()));
      } catch (IllegalArgumentException _) {
        // not on this system
      } catch (UnusableException e) {
        reasons.add(e.getMessage());
      }
    }
    throw new UnusableException(
        (reasons.isEmpty()
                ? "none of " + String.join(", ", names) + " was found"
                : String.join("; ", reasons))
            + "; install OpenBLAS, or name a library with -Dcortado.blas=/its/path");
  }

  /** Opens the one in this file. */
  static Blas open(Path file) throws UnusableException {
    if (!Files.isRegularFile(file)) {
      throw new UnusableException(file + " is not a file");
    }
    return Blas.of(file.toString(), symbols(file));
  }

  private static SymbolLookup symbols(Path file) throws UnusableException {
    if (!isNativeCode(file)) {
      throw new UnusableException(file + " is not a library");
    }
    try {
      return SymbolLookup.libraryLookup(file, Arena.global());
    } catch (IllegalArgumentException _) {
      throw new UnusableException(file + " cannot be loaded" + whyNot(file));
    }
  }

  /** Checks the file first, since the JVM prints its own warnings about other files. */
  private static boolean isNativeCode(Path file) throws UnusableException {
    try (var in = Files.newInputStream(file)) {
      var start = HexFormat.of().formatHex(in.readNBytes(4));
      return MAGIC.stream().anyMatch(start::startsWith);
    } catch (IOException _) {
      throw new UnusableException(file + " cannot be read");
    }
  }

  /** Loads it once more in the way that gives a reason. */
  private static String whyNot(Path file) {
    try {
      System.load(file.toString());
      return "";
    } catch (UnsatisfiedLinkError e) {
      var told = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      while (told.startsWith(file + ": ")) {
        told = told.substring(file.toString().length() + 2);
      }
      return ": " + told;
    }
  }
}
