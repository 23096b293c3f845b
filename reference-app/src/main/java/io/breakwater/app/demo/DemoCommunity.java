package io.breakwater.app.demo;

/**
 * A place for one subject.
 *
 * @param number the index in {@link DemoForum#communities()}; the biggest community comes first
 * @param name unique, {@code [a-z0-9_]{3,20}}
 * @param title at most 100 characters
 * @param description at most 1,000 characters
 * @param rules at most 5,000 characters, one rule a line
 * @param owner the number of the user who opened it
 */
public record DemoCommunity(int number, String name, String title, String description, String rules, int owner) {}
