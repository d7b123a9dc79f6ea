using System.Collections.Immutable;

namespace Dodas.Sandbox.Storage;

/// <summary>
/// The objects of one resource, ordered by namespace and name. Immutable: a reader keeps a consistent picture for as long as it likes,
/// and a write costs the logarithm of the size.
/// </summary>
internal sealed class ResourceObjects
{
    /// <summary>No objects.</summary>
    public static readonly ResourceObjects Empty = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(StringComparer.Ordinal));

    private static readonly ImmutableSortedDictionary<string, StoredObject> NoNames = ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> namespaces;

    private ResourceObjects(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> namespaces) => this.namespaces = namespaces;

    /// <summary>The object, or null.</summary>
    public StoredObject? Find(string? @namespace, string name) =>
        namespaces.TryGetValue(@namespace ?? "", out var names) && names.TryGetValue(name, out var found) ? found : null;

    /// <summary>The same with one object put in or replaced.</summary>
    public ResourceObjects With(string? @namespace, string name, StoredObject item)
    {
        var names = namespaces.GetValueOrDefault(@namespace ?? "", NoNames);
        return new(namespaces.SetItem(@namespace ?? "", names.SetItem(name, item)));
    }

    /// <summary>The same without one object.</summary>
    public ResourceObjects Without(string? @namespace, string name)
    {
        if (!namespaces.TryGetValue(@namespace ?? "", out var names))
            return this;
        names = names.Remove(name);
        return new(names.IsEmpty ? namespaces.Remove(@namespace ?? "") : namespaces.SetItem(@namespace ?? "", names));
    }

    /// <summary>The objects of one namespace, or of all when null, in order.</summary>
    public IEnumerable<StoredObject> In(string? @namespace) => @namespace is null
        ? namespaces.Values.SelectMany(names => names.Values)
        : namespaces.GetValueOrDefault(@namespace, NoNames).Values;

    /// <summary>How many there are in one namespace, or in all when null.</summary>
    public int Count(string? @namespace) => @namespace is null
        ? namespaces.Values.Sum(names => names.Count)
        : namespaces.GetValueOrDefault(@namespace, NoNames).Count;
}
