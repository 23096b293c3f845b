package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;

/** The users, and who of them is heard where: a few speak often, most seldom, nearly all in places they like. */
final class Crowd {
    private static final int LONGEST_NAME = 20;
    private static final double VISIT = 0.12;
    private static final double EXPONENT = 0.75;

    private final Dice dice;
    private final List<DemoUser> users = new ArrayList<>();
    private final List<List<Integer>> regulars = new ArrayList<>();
    private final Map<Integer, Zipf> ranks = new HashMap<>();
    private final Set<String> usernames = new LinkedHashSet<>();

    Crowd(int size, List<String> communities, Dice dice) {
        this.dice = dice;
        communities.forEach(name -> regulars.add(new ArrayList<>()));
        TopicFile file = TopicFile.read("users.txt");
        Glossary glossary = new Glossary(dice, List.of(file));
        Genre genre = Objects.requireNonNull(file.genres().get("user"), "the genre of users");
        Deck<Template> names = new Deck<>(genre.titles(), dice);
        for (int number = 0; number < size; number++) {
            join(number, genre, names, Scene.open(glossary), communities);
        }
    }

    List<DemoUser> users() {
        return users;
    }

    /** The first of its regulars who owns no community yet. */
    int owner(int community, Set<Integer> owners) {
        return regulars.get(community).stream()
                .filter(user -> !owners.contains(user))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Community " + community + " has no regulars"));
    }

    int speaker(int community, IntPredicate suits) {
        int user;
        do {
            user = dice.chance(VISIT) ? rank(users.size()) : regular(community);
        } while (!suits.test(user));
        return user;
    }

    private int regular(int community) {
        List<Integer> known = regulars.get(community);
        return known.get(rank(known.size()));
    }

    private int rank(int size) {
        return ranks.computeIfAbsent(size, count -> Zipf.ranks(count, EXPONENT)).pick(dice);
    }

    private void join(int number, Genre kind, Deck<Template> names, Scene scene, List<String> communities) {
        List<Integer> homes = homes(communities.size());
        homes.forEach(home -> regulars.get(home).add(number));
        scene.bind("home", home(communities.get(homes.get(0))));
        scene.bind("~home", home(communities.get(homes.get(1))));
        String[] name = name(names, scene);
        users.add(new DemoUser(number, name[0], name[1], bio(kind, scene)));
    }

    private static Row home(String community) {
        return new Row("home", List.of("name"), List.of(community));
    }

    private List<Integer> homes(int communities) {
        Set<Integer> homes = new LinkedHashSet<>();
        int count = dice.between(3, 6);
        while (homes.size() < count) {
            homes.add(dice.below(communities));
        }
        return List.copyOf(homes);
    }

    private String[] name(Deck<Template> names, Scene scene) {
        while (true) {
            String[] name = names.deal().fill(scene.within()).split(" = ", -1);
            if (name[0].length() <= LONGEST_NAME && usernames.add(name[0])) {
                return name;
            }
        }
    }

    private String bio(Genre kind, Scene scene) {
        if (dice.chance(0.3)) {
            return "";
        }
        String bio = dice.pick(kind.opens()).fill(scene);
        return dice.chance(0.4) ? bio + " " + dice.pick(kind.closes()).fill(scene) : bio;
    }
}
