package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.BundlePart;
import dev.engram.engram.BundleResult;
import dev.engram.engram.Engram;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes one engram of several. */
@Command(
        name = "bundle",
        description = {
            "Make one engram of several, each below a path of its own, without their sources.",
            "What is stored and indexed is taken over; the parts stay as they are and may go."
        },
        footer = {
            "",
            "Example: workbench engram bundle -e base.engram src.engram=projects/x"
                    + " papers.engram=research"
        })
public final class Bundle extends Verb<BundleResult> {

    @Mixin private EngramOption engram = new EngramOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "A.engram[=PATH]",
            description =
                    "An engram, and the path its top goes to; without one, its files go to the top.")
    private List<String> parts = List.of();

    public Bundle() {}

    /** For Java calls. */
    Bundle(String engram, List<String> parts) {
        this.engram = new EngramOption(engram);
        this.parts = parts;
    }

    @Override
    public BundleResult run(VerbContext context) throws Exception {
        List<BundlePart> wanted = new ArrayList<>();
        for (String part : parts) {
            int equals = part.lastIndexOf('=');
            boolean whole = equals < 0 || Files.exists(context.resolve(part));
            wanted.add(
                    whole
                            ? new BundlePart(context.resolve(part), "")
                            : new BundlePart(
                                    context.resolve(part.substring(0, equals)),
                                    part.substring(equals + 1)));
        }
        return Engram.bundle(wanted, engram.path(context), context.progress());
    }
}
