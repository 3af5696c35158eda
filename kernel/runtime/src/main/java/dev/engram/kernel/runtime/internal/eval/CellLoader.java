package dev.engram.kernel.runtime.internal.eval;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;

/** Defines the classes of cells, woven. Their bytes are dropped as soon as they are defined. */
public final class CellLoader extends URLClassLoader {

    private final Map<String, byte[]> pending = new HashMap<>();

    CellLoader(ClassLoader parent) {
        super("cells", new URL[0], parent);
    }

    /** Defines classes that may refer to each other. */
    synchronized void define(ClassBytecodes[] classes) throws ClassNotFoundException {
        try {
            for (ClassBytecodes one : classes) {
                pending.put(one.name(), one.bytecodes());
            }
            for (ClassBytecodes one : classes) {
                Class.forName(one.name(), false, this);
            }
        } finally {
            pending.clear();
        }
    }

    void addToClassPath(Path entry) {
        try {
            addURL(entry.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry.toString(), e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = pending.remove(name);
        if (bytes == null) {
            return super.findClass(name);
        }
        byte[] woven = StopWeaver.weave(bytes);
        return defineClass(name, woven, 0, woven.length);
    }
}
