using System.Globalization;

namespace Dodas.Portal.Layout;

/// <summary>One block in the picture of a composition.</summary>
/// <param name="Name">Name in the composition.</param>
/// <param name="Title">What kind of block it is, for a person.</param>
/// <param name="Icon">A <c>data:</c> address, or null.</param>
/// <param name="State">How it is, or null where nothing runs yet.</param>
/// <param name="Problem">Something about it needs attention.</param>
public sealed record GraphNode(string Name, string Title, string? Icon = null, StateLook? State = null, bool Problem = false);

/// <summary>One connection: <paramref name="From"/> uses <paramref name="To"/>.</summary>
/// <param name="From">Name of the block that uses.</param>
/// <param name="To">Name of the block that provides.</param>
/// <param name="Label">What is used.</param>
/// <param name="Tone">Tone of the theme while something runs: <c>good</c> when both ends are ready.</param>
public sealed record GraphEdge(string From, string To, string Label, string Tone = "quiet");

/// <summary>Where a block is drawn.</summary>
/// <param name="Node">The block.</param>
/// <param name="X">Left edge in pixels.</param>
/// <param name="Y">Top edge in pixels.</param>
public sealed record PlacedNode(GraphNode Node, int X, int Y);

/// <summary>How a connection is drawn.</summary>
/// <param name="Edge">The connection.</param>
/// <param name="Path">SVG path.</param>
/// <param name="LabelX">Middle of its label in pixels.</param>
/// <param name="LabelY">Middle of its label in pixels.</param>
public sealed record PlacedEdge(GraphEdge Edge, string Path, int LabelX, int LabelY);

/// <summary>The picture of a composition: what people open at the top, what it uses below. A pure function of the blocks and connections.</summary>
public sealed record GraphLayout(int Width, int Height, IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedEdge> Edges)
{
    /// <summary>Width of a block in pixels.</summary>
    public const int NodeWidth = 192;

    /// <summary>Height of a block in pixels.</summary>
    public const int NodeHeight = 72;

    private const int GapX = 24;
    private const int GapY = 80;
    private const int Margin = 8;

    /// <summary>Lays out the blocks; connections to unknown blocks are left out, and a cycle still gives a picture.</summary>
    public static GraphLayout Of(IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        var known = edges.Where(edge => edge.From != edge.To && nodes.Any(node => node.Name == edge.From) && nodes.Any(node => node.Name == edge.To)).ToList();
        var rows = nodes.GroupBy(Ranks(nodes, known)).OrderBy(row => row.Key).Select(row => row.ToList()).ToList();
        var widest = rows.Count == 0 ? 1 : rows.Max(row => row.Count);
        var width = (widest * NodeWidth) + ((widest - 1) * GapX) + (2 * Margin);
        var placed = rows
            .SelectMany((row, y) => row.Select((node, x) => new PlacedNode(
                node,
                ((width - (row.Count * NodeWidth) - ((row.Count - 1) * GapX)) / 2) + (x * (NodeWidth + GapX)),
                Margin + (y * (NodeHeight + GapY)))))
            .ToList();
        var height = rows.Count == 0 ? 0 : (rows.Count * NodeHeight) + ((rows.Count - 1) * GapY) + (2 * Margin);
        return new GraphLayout(width, height, placed, [.. known.Select(edge => Draw(edge, placed))]);
    }

    private static Func<GraphNode, int> Ranks(IReadOnlyList<GraphNode> nodes, List<GraphEdge> edges)
    {
        var ranks = nodes.DistinctBy(node => node.Name).ToDictionary(node => node.Name, _ => 0);
        // As many rounds as there are blocks are enough for the longest chain, and end a cycle.
        for (var round = 0; round < nodes.Count; round++)
        {
            foreach (var edge in edges)
                ranks[edge.To] = Math.Min(Math.Max(ranks[edge.To], ranks[edge.From] + 1), nodes.Count);
        }

        return node => ranks[node.Name];
    }

    private static PlacedEdge Draw(GraphEdge edge, List<PlacedNode> placed)
    {
        var from = placed.First(node => node.Node.Name == edge.From);
        var to = placed.First(node => node.Node.Name == edge.To);
        int x1 = from.X + (NodeWidth / 2), y1 = from.Y + NodeHeight, x2 = to.X + (NodeWidth / 2), y2 = to.Y;
        var bend = Math.Max(GapY / 2, (y2 - y1) / 2);
        var path = string.Create(CultureInfo.InvariantCulture, $"M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}");
        return new PlacedEdge(edge, path, (x1 + x2) / 2, (y1 + y2) / 2);
    }
}
