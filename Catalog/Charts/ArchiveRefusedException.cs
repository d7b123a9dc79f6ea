namespace Dodas.Catalog.Charts;

/// <summary>A chart archive, or a chart folder, is not what the catalog is willing to read; the message says which rule it broke.</summary>
internal sealed class ArchiveRefusedException(string message, Exception? inner = null) : Exception(message, inner);
