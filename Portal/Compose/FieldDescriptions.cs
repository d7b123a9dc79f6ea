using Dodas.Catalog.Forms;

namespace Dodas.Portal.Compose;

/// <summary>What describes a field to a screen reader: its error, then its help.</summary>
public static class FieldDescriptions
{
    /// <summary>Element ids, or null when there is nothing.</summary>
    public static string? Of(FormScope scope, FormField field)
    {
        var id = scope.Id(field);
        string?[] parts = [scope.Found(field) is null ? null : $"{id}-found", field.Help.Length == 0 ? null : $"{id}-help"];
        var described = string.Join(' ', parts.Where(part => part is not null));
        return described.Length == 0 ? null : described;
    }
}
