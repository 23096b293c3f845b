package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the holes of one {@link Template}. */
final class TemplateParser {
    private static final Pattern CUED = Pattern.compile("@if\\(([^)]*)\\)(.*)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern SLOT = Pattern.compile("([aA] )?(~*[A-Za-z]\\w*)(?:\\.(\\w+))?");

    private final String source;
    private int at;

    private TemplateParser(String source) {
        this.source = source;
    }

    static Template parse(String source) {
        Matcher cued = CUED.matcher(source);
        if (!cued.matches()) {
            return new Template(List.of(), new TemplateParser(source).pieces(""));
        }
        List<String> cues = List.of(cued.group(1).toLowerCase(Locale.ROOT).split("\\|", -1));
        return new Template(cues, new TemplateParser(cued.group(2)).pieces(""));
    }

    private List<Piece> pieces(String ends) {
        List<Piece> pieces = new ArrayList<>();
        while (at < source.length() && ends.indexOf(source.charAt(at)) < 0) {
            pieces.add(piece(ends));
        }
        return List.copyOf(pieces);
    }

    private Piece piece(String ends) {
        char first = source.charAt(at);
        if (first == '{') {
            return hole();
        }
        return first == '[' ? choice() : words(ends);
    }

    private Piece words(String ends) {
        int start = at;
        String stops = ends + "{[";
        while (at < source.length() && stops.indexOf(source.charAt(at)) < 0) {
            at++;
        }
        return new Piece.Words(source.substring(start, at));
    }

    private Piece choice() {
        List<Template> options = new ArrayList<>();
        do {
            at++;
            options.add(new Template(List.of(), pieces("|]")));
        } while (closing() == '|');
        at++;
        return new Piece.Choice(List.copyOf(options));
    }

    private char closing() {
        if (at == source.length()) {
            throw new IllegalStateException("Choice is not closed: " + source);
        }
        return source.charAt(at);
    }

    private Piece hole() {
        int end = source.indexOf('}', at);
        String inside = source.substring(at + 1, Math.max(end, at + 1));
        at = end + 1;
        Matcher number = NUMBER.matcher(inside);
        if (number.matches()) {
            return new Piece.WholeNumber(Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)));
        }
        return slot(inside);
    }

    private Piece slot(String inside) {
        Matcher slot = SLOT.matcher(inside);
        if (!slot.matches()) {
            throw new IllegalStateException("Slot {" + inside + "} is not understood: " + source);
        }
        boolean article = slot.group(1) != null;
        String lead = article ? slot.group(1) : slot.group(2).replace("~", "");
        String column = slot.group(3) == null ? "" : slot.group(3);
        boolean capital = Character.isUpperCase(lead.charAt(0));
        return new Piece.Slot(article, capital, slot.group(2).toLowerCase(Locale.ROOT), column);
    }
}
