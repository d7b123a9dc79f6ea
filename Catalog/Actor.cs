namespace Dodas.Catalog;

/// <summary>The person, or the program in a person's name, that a service call acts for. Every call that reads or changes something takes one and checks it.</summary>
/// <param name="Id">Immutable account id; what rows and the audit record.</param>
/// <param name="Name">Account name, a DNS label; it is also the name of the person's own project.</param>
/// <param name="IsAdministrator">May curate the catalog and act on every project.</param>
public sealed record Actor(string Id, string Name, bool IsAdministrator)
{
    /// <summary>The project that belongs to this person alone.</summary>
    public string PersonalProject => Name;

    /// <summary>Whether this person may see and change what belongs to <paramref name="project"/>.</summary>
    public bool MayUse(string project) => IsAdministrator || project == PersonalProject;
}
