package dev.engram.commands.model;

import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import java.util.Iterator;
import java.util.stream.Stream;

/** Completes ids of the catalogue. */
public final class CatalogueIds implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Stream.concat(
                        Stream.of("default"),
                        Catalogue.bundled().models().stream().map(CatalogueEntry::id))
                .iterator();
    }
}
