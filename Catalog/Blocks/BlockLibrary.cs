namespace Dodas.Catalog.Blocks;

/// <summary>The blocks and charts a composition is checked against: an immutable snapshot, so that checking is a pure function.</summary>
/// <param name="Blocks">Every version of every block in question; charts that are no block are among them with a null contract.</param>
public sealed record BlockLibrary(IReadOnlyList<Block> Blocks);
