package dev.engram.models.embedding.internal.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;

/**
 * The entries of ONNX Runtime's table of functions that we call: their places, and their parameters
 * in C. The places belong to version 1 of that table, which its header declares frozen; later
 * versions only append.
 */
enum OnnxFunction {
    GET_ERROR_MESSAGE(2, Returns.POINTER, ADDRESS),
    CREATE_ENV(3, Returns.POINTER, JAVA_INT, ADDRESS, ADDRESS),
    CREATE_SESSION_FROM_ARRAY(8, Returns.POINTER, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
    RUN(
            9,
            Returns.POINTER,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            ADDRESS),
    CREATE_SESSION_OPTIONS(10, Returns.POINTER, ADDRESS),
    DISABLE_MEM_PATTERN(17, Returns.POINTER, ADDRESS),
    SET_INTRA_OP_NUM_THREADS(24, Returns.POINTER, ADDRESS, JAVA_INT),
    SET_INTER_OP_NUM_THREADS(25, Returns.POINTER, ADDRESS, JAVA_INT),
    CREATE_TENSOR_WITH_DATA(
            49,
            Returns.POINTER,
            ADDRESS,
            ADDRESS,
            JAVA_LONG,
            ADDRESS,
            JAVA_LONG,
            JAVA_INT,
            ADDRESS),
    GET_TENSOR_MUTABLE_DATA(51, Returns.POINTER, ADDRESS, ADDRESS),
    GET_TENSOR_SHAPE_ELEMENT_COUNT(64, Returns.POINTER, ADDRESS, ADDRESS),
    GET_TENSOR_TYPE_AND_SHAPE(65, Returns.POINTER, ADDRESS, ADDRESS),
    CREATE_CPU_MEMORY_INFO(69, Returns.POINTER, JAVA_INT, JAVA_INT, ADDRESS),
    RELEASE_STATUS(93, Returns.NOTHING, ADDRESS),
    RELEASE_SESSION(95, Returns.NOTHING, ADDRESS),
    RELEASE_VALUE(96, Returns.NOTHING, ADDRESS),
    RELEASE_TENSOR_TYPE_AND_SHAPE(99, Returns.NOTHING, ADDRESS),
    RELEASE_SESSION_OPTIONS(100, Returns.NOTHING, ADDRESS);

    /**
     * What a function gives back: a pointer (for most a status, null where all is well) or nothing.
     */
    private enum Returns {
        POINTER,
        NOTHING
    }

    private final int place;
    private final FunctionDescriptor descriptor;

    OnnxFunction(int place, Returns returns, MemoryLayout... parameters) {
        this.place = place;
        this.descriptor =
                switch (returns) {
                    case POINTER -> FunctionDescriptor.of(ADDRESS, parameters);
                    case NOTHING -> FunctionDescriptor.ofVoid(parameters);
                };
    }

    /** The position in the table, counted in pointers. */
    int place() {
        return place;
    }

    FunctionDescriptor descriptor() {
        return descriptor;
    }
}
