package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The other tests run on the class path; here the module is one, and encapsulates its resources. */
class ModulePathIT {

    private static final String MODULE = "io.breakwater.session";

    @Test
    void the_scripts_are_found() throws Exception {
        Class<?> store = Class.forName(SessionStore.class.getName(), true, loader());
        assertThat(store).isNotSameAs(SessionStore.class);
        assertThat(store.getModule().getName()).isEqualTo(MODULE);
    }

    private static ClassLoader loader() {
        Path[] path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration modules = boot.configuration().resolve(ModuleFinder.of(path), ModuleFinder.of(), Set.of(MODULE));
        return ModuleLayer.defineModulesWithOneLoader(modules, List.of(boot), ClassLoader.getPlatformClassLoader())
                .layer()
                .findLoader(MODULE);
    }
}
