namespace Dodas.Catalog.Compositions;

/// <summary>The order of installation.</summary>
internal static class Waves
{
    /// <summary>Wave of each placement by index, from 1: one more than the highest of its providers.</summary>
    public static IReadOnlyDictionary<int, int> Of(IReadOnlyList<Placement> placements, Connections connections)
    {
        var waves = placements.ToDictionary(placement => placement.Index, _ => 1);

        // Without a cycle no chain is longer than the number of blocks.
        for (var round = 0; round < placements.Count; round++)
        {
            foreach (var connection in connections.All)
                waves[connection.User.Index] = Math.Max(waves[connection.User.Index], waves[connection.Provider.Index] + 1);
        }

        return waves;
    }

    /// <summary>Circles of blocks that need each other, each once, in the order a person would follow them.</summary>
    public static IReadOnlyList<IReadOnlyList<Connection>> Cycles(IReadOnlyList<Placement> placements, Connections connections)
    {
        var cycles = new List<IReadOnlyList<Connection>>();
        var done = new HashSet<int>();
        var way = new List<Connection>();

        void Visit(int index)
        {
            foreach (var next in connections.All.Where(connection => connection.User.Index == index))
            {
                way.Add(next);
                var start = way.FindIndex(step => step.User.Index == next.Provider.Index);
                if (start >= 0) cycles.Add([.. way.Skip(start)]);
                else if (!done.Contains(next.Provider.Index)) Visit(next.Provider.Index);
                way.RemoveAt(way.Count - 1);
            }

            done.Add(index);
        }

        foreach (var placement in placements.Where(placement => !done.Contains(placement.Index))) Visit(placement.Index);
        return cycles;
    }
}
