package io.breakwater.app.demo;

import java.util.List;

/** One entry of a table of a topic file: things that belong together, such as a plant, its trouble and the cure. */
record Row(String table, List<String> columns, List<String> cells) {

    String cell(String column) {
        int index = column.isEmpty() ? 0 : columns.indexOf(column);
        if (index < 0) {
            throw new IllegalStateException("Table " + table + " has no column " + column + ", only " + columns);
        }
        return cells.get(index);
    }
}
