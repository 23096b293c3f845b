package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.bytebuddy.matcher.ElementMatchers.named;

import io.breakwater.cache.KnownWrong.Edit;
import io.breakwater.cache.KnownWrong.Swap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** The package once more, its tests included, with a rule left out. What is outside of it stays the same. */
final class WithoutRule extends ClassLoader {

    private static final String PACKAGE = "io.breakwater.cache.";

    private final KnownWrong wrong;
    private final ClassFileLocator files;
    private final TypePool types;

    WithoutRule(KnownWrong wrong) {
        super(WithoutRule.class.getClassLoader());
        this.wrong = wrong;
        this.files = ClassFileLocator.ForClassLoader.of(getParent());
        this.types = TypePool.Default.of(files);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith(PACKAGE) ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] bytes = bytes(name);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        InputStream original = super.getResourceAsStream(name);
        List<Edit> edits = wrong.edits().stream()
                .filter(edit -> name.endsWith("/" + edit.script()))
                .toList();
        if (original == null || edits.isEmpty()) {
            return original;
        }
        try (original) {
            String text = new String(original.readAllBytes(), UTF_8);
            for (Edit edit : edits) {
                text = edited(text, edit);
            }
            return new ByteArrayInputStream(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String edited(String text, Edit edit) {
        if (!text.contains(edit.text())) {
            throw new IllegalStateException(edit.script() + " has no more: " + edit.text());
        }
        return text.replace(edit.text(), edit.instead());
    }

    private byte[] bytes(String name) throws IOException {
        List<Swap> swaps = wrong.swaps().stream()
                .filter(swap -> name.equals(PACKAGE + swap.type()))
                .toList();
        byte[] bytes = files.locate(name).resolve();
        for (Swap swap : swaps) {
            bytes = swapped(name, bytes, swap);
        }
        return bytes;
    }

    private byte[] swapped(String name, byte[] bytes, Swap swap) {
        ClassFileLocator current = new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, bytes), files);
        TypeDescription type = TypePool.Default.of(current).describe(name).resolve();
        ElementMatcher<MethodDescription> method = named(swap.method());
        if (type.getDeclaredMethods().filter(method).isEmpty()) {
            throw new IllegalStateException(name + " has no more: " + swap.method());
        }
        TypeDescription advice = types.describe(swap.advice().getName()).resolve();
        return new ByteBuddy()
                .redefine(type, current)
                .visit(Advice.to(advice, files).on(method))
                .make()
                .getBytes();
    }
}
