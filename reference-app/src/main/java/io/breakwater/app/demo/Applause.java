package io.breakwater.app.demo;

/** Scores and views: a few get most of it, and now and then somebody gets less than nothing. */
final class Applause {
    private static final int MOST = 4_000;

    private final Dice dice;

    Applause(Dice dice) {
        this.dice = dice;
    }

    int post(int comments) {
        if (dice.chance(0.03)) {
            return -dice.between(1, 14);
        }
        double score = (dice.pareto(1.15) - 0.7) * (2 + comments * 0.8);
        return (int) Math.min(score, MOST - dice.below(MOST / 2));
    }

    /** Always more than the score. */
    int views(int score, int comments) {
        return Math.abs(score) * dice.between(6, 30) + comments * dice.between(5, 15) + dice.between(4, 70);
    }

    /** Seldom more than the post has. */
    int comment(int depth, int post) {
        if (dice.chance(0.04)) {
            return -dice.between(1, 9);
        }
        double score = (dice.pareto(1.2) - 0.5) * 4 / depth;
        return (int) Math.min(score, dice.between(5, 12) + Math.max(0, post) * dice.fraction() * 1.5);
    }
}
