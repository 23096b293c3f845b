package io.breakwater.cache;

import io.breakwater.cache.LaneView.Known;
import io.breakwater.redis.link.Reply;
import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;

/** What methods do in whose place a rule is missing. The code of these is copied into the methods: it may use what they may. */
@SuppressWarnings("UnusedVariable") // to assign the answer is to give it
final class Wrongs {

    private Wrongs() {}

    static final class Always {

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = true;
        }
    }

    static final class NotOnce {

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean answer) {
            answer = false;
        }
    }

    static final class AsEver {

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) long answer) {
            answer = 0;
        }
    }

    static final class Never {

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter() {
            return true;
        }
    }

    static final class AnyEpoch {

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Known known,
                @Advice.Argument(0) StoredRecord value,
                @Advice.Argument(1) long nanos,
                @Advice.Return(readOnly = false) boolean answer) {
            answer = value.birth() >= known.floor() && known.nanosUntil(value.ends(), nanos) > 0;
        }
    }

    static final class AnyBirth {

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Known known,
                @Advice.Argument(0) StoredRecord value,
                @Advice.Argument(1) long nanos,
                @Advice.Return(readOnly = false) boolean answer) {
            answer = value.epoch() == known.epoch() && known.nanosUntil(value.ends(), nanos) > 0;
        }
    }

    static final class OnlyPresent {

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter(@Advice.This NearTier<Object, ?> near, @Advice.Argument(0) Object key) {
            return near.entry(key) == null;
        }
    }

    /** Of several methods with the name one takes keys. */
    static final class DropsFirst {

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("tiers") Tiers<Object, ?> tiers, @Advice.AllArguments Object[] arguments) {
            if (arguments.length == 4) {
                for (Object each : (List<?>) arguments[1]) {
                    Spot<?> spot = (Spot<?>) each;
                    tiers.dropNear(spot.key(), spot.stripe());
                }
            }
        }
    }

    static final class AnyHistory {

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static Reply<?> enter(@Advice.Argument(1) Supplier<Reply<?>> command) {
            return command.get();
        }

        @Advice.OnMethodExit
        static void exit(@Advice.Enter Reply<?> reply, @Advice.Return(readOnly = false) Reply<?> answer) {
            answer = reply;
        }
    }
}
