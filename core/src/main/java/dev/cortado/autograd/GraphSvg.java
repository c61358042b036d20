package dev.cortado.autograd;
final class GraphSvg { static String of(Graph g) { return ""; } }
