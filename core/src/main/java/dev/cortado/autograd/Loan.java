package dev.cortado.autograd;

import java.util.List;

/**
 * The elements of some cells while a training changes them in place. Tensors do not change: whoever
 * asks a cell for its {@linkplain Cell#value value} meanwhile gets a copy, which is made only then,
 * and never in the middle of a {@linkplain #change change}.
 *
 * <p>A cell takes no notice any more once it is {@linkplain Cell#set set} to something else, until
 * the loan is {@linkplain #renew renewed}.
 */
public final class Loan {

  private final List<Content> contents;
  private final List<float[]> arrays;

  /** Of these cells. */
  public Loan(List<? extends Cell> cells) {
    contents = cells.stream().map(Loan::content).toList();
    arrays = cells.stream().map(cell -> cell.value().toArray()).toList();
    renew();
  }

  private static Content content(Cell cell) {
    return switch (cell) {
      case Parameter parameter -> parameter.content();
      case Buffer buffer -> buffer.content();
    };
  }

  /** The elements of a cell, by its place; to be written to inside {@link #change} only. */
  public float[] elements(int cell) {
    return arrays.get(cell);
  }

  /** Takes over what cells were set to in the meantime. */
  public void renew() {
    for (int i = 0; i < contents.size(); i++) {
      contents.get(i).lendTo(this, i);
    }
  }

  /** Changes elements; whoever asks for a value waits until it is done. */
  public synchronized void change(Runnable body) {
    try {
      body.run();
    } finally {
      for (int i = 0; i < contents.size(); i++) {
        contents.get(i).changed(this);
      }
    }
  }
}
