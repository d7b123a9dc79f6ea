namespace Dodas.Deployer.Storage;

/// <summary>A row that two writers may want to move at once: a save with a stale version is refused by the database.</summary>
internal interface IVersioned
{
    /// <summary>Goes up with every save.</summary>
    int RowVersion { get; set; }
}
