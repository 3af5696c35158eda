package dev.engram.commands.about;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import picocli.CommandLine.Command;

/** Tells what runs where. */
@Command(
        name = "about",
        description = "Versions and places, for a bug report.",
        footer = {"", "Example: workbench about --json"})
public final class About extends Verb<AboutInfo> {

    @Override
    public AboutInfo run(VerbContext context) {
        Runtime.Version java = Runtime.version();
        return new AboutInfo(
                AboutInfo.workbenchVersion(),
                java.toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory(),
                context.home().root().toString());
    }
}
