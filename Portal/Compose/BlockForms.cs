using Dodas.Catalog.Blocks;
using Dodas.Catalog.Forms;

namespace Dodas.Portal.Compose;

/// <summary>Forms of blocks, as the composer walks through them.</summary>
public static class BlockForms
{
    /// <summary>The form of a block.</summary>
    public static FormField Of(Block block) => new() { Pointer = "", Title = block.Title, Kind = FieldKind.Group };

    /// <summary>All fields that hold a value, groups opened, in their order.</summary>
    public static IEnumerable<FormField> Leaves(FormField field) => field.Kind == FieldKind.Group ? field.Fields.SelectMany(Leaves) : [field];

    /// <summary>Whether something below or at this field is to be shown: it passes the test and is not set by a connection.</summary>
    public static bool Shows(FormField field, bool important)
        => field.Kind == FieldKind.Group ? field.Fields.Any(inner => Shows(inner, important)) : !field.Wired && field.Important == important;
}
