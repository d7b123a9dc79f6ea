using Dodas.Portal.Layout;

namespace Dodas.Portal.Tests.Layout;

public sealed class GraphLayoutTests
{
    [Fact]
    public void What_uses_stands_above_what_it_uses()
    {
        var picture = GraphLayout.Of([new("pool", "HTCondor"), new("lab", "JupyterLab")], [new("lab", "pool", "pool")]);

        picture.Nodes.Single(node => node.Node.Name == "lab").Y.Should().BeLessThan(picture.Nodes.Single(node => node.Node.Name == "pool").Y);
        picture.Edges.Should().ContainSingle();
    }

    [Fact]
    public void Blocks_of_one_row_do_not_overlap_and_stay_inside()
    {
        var picture = GraphLayout.Of([new("a", ""), new("b", ""), new("c", ""), new("d", "")], [new("a", "d", "")]);

        foreach (var row in picture.Nodes.GroupBy(node => node.Y))
            row.OrderBy(node => node.X).Zip(row.OrderBy(node => node.X).Skip(1)).Should().OnlyContain(pair => pair.Second.X - pair.First.X >= GraphLayout.NodeWidth);
        picture.Nodes.Should().OnlyContain(node => node.X >= 0 && node.X + GraphLayout.NodeWidth <= picture.Width && node.Y + GraphLayout.NodeHeight <= picture.Height);
    }

    [Fact]
    public void A_cycle_still_gives_a_picture_of_every_block()
        => GraphLayout.Of([new("a", ""), new("b", "")], [new("a", "b", ""), new("b", "a", "")]).Nodes.Should().HaveCount(2);

    [Fact]
    public void A_connection_to_nowhere_is_left_out()
        => GraphLayout.Of([new("a", "")], [new("a", "gone", "")]).Edges.Should().BeEmpty();

    [Fact]
    public void Nothing_gives_an_empty_picture() => GraphLayout.Of([], []).Nodes.Should().BeEmpty();
}
