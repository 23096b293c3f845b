package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.List;

/** A kind of post, such as a question or a debate: what such posts say, and what people say to them. */
final class Genre {
    private final String name;
    private final int share;
    private final int heat;
    private final List<Template> titles = new ArrayList<>();
    private final List<Template> opens = new ArrayList<>();
    private final List<Template> mores = new ArrayList<>();
    private final List<Template> closes = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    Genre(String name, int share, int heat) {
        this.name = name;
        this.share = share;
        this.heat = heat;
    }

    String name() {
        return name;
    }

    /** How often it is chosen among the genres of its community. */
    int share() {
        return share;
    }

    /** How much talk it draws. */
    int heat() {
        return heat;
    }

    /** Whether everybody has another answer, so that a thread can become very long. */
    boolean isOpenEnded() {
        return heat > 4;
    }

    List<Template> titles() {
        return titles;
    }

    List<Template> opens() {
        return opens;
    }

    List<Template> mores() {
        return mores;
    }

    List<Template> closes() {
        return closes;
    }

    List<Remark> remarks() {
        return remarks;
    }
}
