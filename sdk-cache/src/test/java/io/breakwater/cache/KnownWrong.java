package io.breakwater.cache;

import java.util.List;

/** Rules of the cache, each left out once; what comes of it has to be found by a history. */
@SuppressWarnings("ImmutableEnumChecker") // the lists are
enum KnownWrong {
    NO_LEASE_IN_STORE(
            Weather.CALM,
            new Edit(
                    "store.lua",
                    "if not is_as_required() then return answer(REFUSED, control) end",
                    "if not is_as_required() then record = { kind = LEASE, epoch = control.e, n = 0, birth = 0, ends = 0,"
                            + " holds = {}, text = lease_rest(string.rep('\\0', 8), 0, 0), rest = 1 } end")),
    NO_GUARD(Weather.CALM, new Swap("FillGuard", "unchanged", Wrongs.Always.class)),
    NO_EPOCH(
            Weather.RELAPSE,
            new Edit("store.lua", "if control.e ~= epoch then return give_up(OTHER_EPOCH) end", ""),
            new Edit("record.lua", "record.epoch == control.e and", ""),
            new Swap("LaneView$Known", "admits", Wrongs.AnyEpoch.class)),
    NO_ORDER_OF_EPOCHS(Weather.RELAPSE, new Edit("sync.lua", "is_left_behind or control.e", "control.e")),
    NO_FLOOR(
            Weather.CALM,
            new Edit("store.lua", "if birth < control.f then return give_up(REFUSED) end", ""),
            new Edit("record.lua", "and record.birth >= control.f", ""),
            new Swap("LaneView$Known", "admits", Wrongs.AnyBirth.class)),
    DROP_ONLY_WHAT_IS_PRESENT(Weather.CALM, new Swap("NearTier", "drop", Wrongs.OnlyPresent.class)),
    NEAR_BEFORE_REDIS(
            Weather.FOG,
            new Swap("Changes", "invalidate", Wrongs.DropsFirst.class),
            new Swap("Changes", "drop", Wrongs.Never.class)),
    ANY_FLIGHT_IS_JOINED(Weather.CALM, new Swap("Flight", "seen", Wrongs.AsEver.class)),
    NO_SYNC_AFTER_A_RECONNECT(
            Weather.RELAPSE,
            new Swap("LaneScripts", "reply", Wrongs.AnyHistory.class),
            new Swap("Announcements$Ear", "subscribed", Wrongs.Never.class)),
    NO_AUDIT(
            Weather.RELAPSE,
            new Edit("sync.lua", "if count > MOST_MISSING", "if count <= 0 or count > MOST_MISSING"),
            new Edit("sync.lua", "audit_of(key, ARGV[4]) < audit\n      or ", ""),
            new Edit("sync.lua", "is_another(control, log, highest, highest_id)\n      or ", ""),
            new Edit("sync.lua", "is_another(control, log, sequence, id)\n      or ", ""),
            new Swap("LaneView", "isReissued", Wrongs.NotOnce.class)),
    MISSED_IS_NOT_APPLIED(Weather.FOG, new Swap("LaneView", "apply", Wrongs.Never.class)),
    NO_CROWD(
            Weather.CALM,
            new Edit("intent.lua", "if #writers > 0 then crowd = 1 end", ""),
            new Edit("record.lua", "intent_rest(writers, 1)", "intent_rest(writers, 0)"));

    private final Weather weather;
    private final List<Edit> edits;
    private final List<Swap> swaps;

    KnownWrong(Weather weather, Change... changes) {
        this.weather = weather;
        this.edits = only(Edit.class, changes);
        this.swaps = only(Swap.class, changes);
    }

    /** In which it shows. */
    Weather weather() {
        return weather;
    }

    List<Edit> edits() {
        return edits;
    }

    List<Swap> swaps() {
        return swaps;
    }

    private static <T> List<T> only(Class<T> kind, Change... changes) {
        return List.of(changes).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** What makes a rule disappear. */
    sealed interface Change {}

    /** Another text in a script. */
    record Edit(String script, String text, String instead) implements Change {}

    /** Another method in a class of the package, by an advice. */
    record Swap(String type, String method, Class<?> advice) implements Change {}
}
