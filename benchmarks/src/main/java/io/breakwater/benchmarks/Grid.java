package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines of cells, as wide as their widest; figures to the right, words to the left. Columns without a figure are left out. */
final class Grid {

    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    Grid(List<String> header) {
        lines.add(header);
    }

    void add(List<String> cells) {
        lines.add(cells);
    }

    @Override
    public String toString() {
        List<Integer> columns = IntStream.range(0, lines.get(0).size())
                .filter(this::isUsed)
                .boxed()
                .toList();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder one = new StringBuilder();
            columns.forEach(column -> one.append(cell(line, column)).append(GAP));
            text.append(one.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private boolean isUsed(int column) {
        return body(column).anyMatch(cell -> !cell.isEmpty() && !cell.equals(Figure.NONE));
    }

    private Stream<String> body(int column) {
        return lines.stream().skip(1).map(line -> line.get(column));
    }

    private String cell(List<String> line, int column) {
        int width =
                lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        String padding = " ".repeat(width - line.get(column).length());
        return isFigures(column) ? padding + line.get(column) : line.get(column) + padding;
    }

    private boolean isFigures(int column) {
        return body(column).allMatch(cell -> cell.equals(Figure.NONE) || cell.matches("-?[0-9][0-9.,]*"));
    }
}
