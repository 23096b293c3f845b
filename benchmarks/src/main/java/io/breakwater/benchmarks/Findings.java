package io.breakwater.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an {@link Area} found.
 *
 * @param series all that was measured; each case has one raw subject and that again, at each number of threads
 * @param versions of what was measured, by name, as read at run time
 */
public record Findings(List<Series> series, Map<String, String> versions) {

    /** In the order of the series: cases, numbers of threads, subjects. */
    List<Heat> heats(String area) {
        Collection<List<Series>> groups = series.stream()
                .collect(Collectors.groupingBy(
                        one -> Map.entry(one.scenario(), one.threads()), LinkedHashMap::new, Collectors.toList()))
                .values();
        return groups.stream().map(group -> new Heat(area, group)).toList();
    }

    List<Detail> details() {
        return series.stream().map(Series::detail).toList();
    }
}
