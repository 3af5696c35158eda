package dev.engram.kernel.runtime.internal.eval;

import dev.engram.kernel.runtime.internal.cell.StopCheck;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes compiled cell code stoppable: a check at the entry of each method and before each backward
 * jump, and an exception in place of {@code System.exit}. A check changes neither stack nor locals,
 * so the compiler's stack maps stay valid and are kept: no class has to be looked up. Stateless.
 */
final class StopWeaver {

    private static final ClassDesc CHECKS = ClassDesc.of(StopCheck.class.getName());
    private static final MethodTypeDesc NO_ARGUMENTS = ConstantDescs.MTD_void;
    private static final MethodTypeDesc STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc RUNTIME_STATUS =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void, ClassDesc.of("java.lang.Runtime"), ConstantDescs.CD_int);
    private static final ClassFile CLASS_FILE =
            ClassFile.of(
                    ClassFile.StackMapsOption.DROP_STACK_MAPS,
                    ClassFile.DeadCodeOption.KEEP_DEAD_CODE);

    private StopWeaver() {}

    /** The woven form of a class. */
    static byte[] weave(byte[] bytes) {
        ClassModel model = CLASS_FILE.parse(bytes);
        return CLASS_FILE.transformClass(
                model,
                ClassTransform.transformingMethods(
                        method -> method.code().isPresent(), StopWeaver::weaveMethod));
    }

    private static void weaveMethod(
            java.lang.classfile.MethodBuilder builder, java.lang.classfile.MethodElement element) {
        if (!(element instanceof CodeModel code)) {
            builder.with(element);
            return;
        }
        boolean entry =
                code.parent()
                        .map(MethodModel::methodName)
                        .filter(name -> !name.equalsString(ConstantDescs.INIT_NAME))
                        .isPresent();
        builder.withCode(
                woven -> {
                    if (entry) {
                        check(woven);
                    }
                    Set<Label> passed = new HashSet<>();
                    for (CodeElement instruction : code) {
                        weave(woven, instruction, passed);
                    }
                    code.findAttribute(Attributes.stackMapTable())
                            .ifPresent(map -> woven.with(StackMapTableAttribute.of(map.entries())));
                });
    }

    /** Plain tests of type: a switch over patterns spins classes when the first cell runs. */
    private static void weave(CodeBuilder woven, CodeElement element, Set<Label> passed) {
        if (element instanceof StackMapTableAttribute) {
            return;
        }
        if (element instanceof InvokeInstruction call && isExit(call)) {
            woven.invokestatic(
                    CHECKS, "exit", call.opcode() == Opcode.INVOKESTATIC ? STATUS : RUNTIME_STATUS);
            return;
        }
        if (element instanceof LabelTarget target) {
            passed.add(target.label());
        } else if (jumpsBack(element, passed)) {
            check(woven);
        }
        woven.with(element);
    }

    private static boolean jumpsBack(CodeElement element, Set<Label> passed) {
        if (element instanceof BranchInstruction branch) {
            return passed.contains(branch.target());
        }
        List<SwitchCase> cases = List.of();
        if (element instanceof TableSwitchInstruction table) {
            cases = table.cases();
        } else if (element instanceof LookupSwitchInstruction lookup) {
            cases = lookup.cases();
        }
        for (SwitchCase one : cases) {
            if (passed.contains(one.target())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isExit(InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        return call.type().equalsString("(I)V")
                && (owner.equals("java/lang/System") && name.equals("exit")
                        || owner.equals("java/lang/Runtime")
                                && (name.equals("exit") || name.equals("halt")));
    }

    private static void check(CodeBuilder woven) {
        woven.invokestatic(CHECKS, "check", NO_ARGUMENTS);
    }
}
