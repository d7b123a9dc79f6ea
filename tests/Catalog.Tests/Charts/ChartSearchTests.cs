using Dodas.Catalog.Charts;

namespace Dodas.Catalog.Tests.Charts;

public sealed class ChartSearchTests
{
    private static readonly ChartSummary[] Charts =
    [
        Chart("spark-operator", "Runs Spark applications"),
        Chart("apache-spark", "A cluster"),
        Chart("spark", "Master and workers"),
        Chart("sparkle", "Shines"),
        Chart("notebook", "Talks to Spark"),
        Chart("bigspark", "Large"),
        Chart("pool", "Batch jobs", title: "HTCondor", keywords: ["batch", "spark"]),
        Chart("unrelated", "Nothing"),
    ];

    [Fact]
    public void Exact_names_come_first_then_beginnings_words_parts_and_descriptions() =>
        Find("Spark").Should().Equal("spark", "spark-operator", "sparkle", "apache-spark", "pool", "bigspark", "notebook");

    [Fact]
    public void Every_word_must_match_somewhere()
    {
        Find("spark work").Should().Equal("spark");
        Find("spark nothing").Should().BeEmpty();
        Find("  ").Should().HaveCount(8);
    }

    [Fact]
    public void Titles_and_keywords_count()
    {
        Find("htcondor").Should().Equal("pool");
        Find("BATCH").Should().Equal("pool");
    }

    [Fact]
    public void Pages_follow_each_other_without_gaps_even_when_an_item_disappears()
    {
        var search = new ChartSearch(null);
        var items = Charts.Select(c => (search.Key(c)!, c.Name)).ToList();
        var first = Paging.Cut(items, new(Take: 3));
        first.Total.Should().Be(8);
        items.RemoveAll(i => i.Name == first.Items[2]);
        var second = Paging.Cut(items, new(Take: 200, After: first.Next));
        first.Items.Concat(second.Items).Should().Equal(Charts.Select(c => c.Name).Order(StringComparer.Ordinal));
        second.Next.Should().BeNull();
        Paging.Cut(items, new(Take: -5)).Items.Should().ContainSingle();
        Paging.Cut(items, new(After: "\uFFFF")).Items.Should().BeEmpty();
    }

    private static IEnumerable<string> Find(string query)
    {
        var search = new ChartSearch(query);
        return Paging.Cut(from c in Charts let key = search.Key(c) where key is not null select (key, c.Name), new(Take: 200)).Items;
    }

    private static ChartSummary Chart(string name, string description, string? title = null, string[]? keywords = null) =>
        new() { Repository = "r", Name = name, Version = "1.0.0", Description = description, Title = title, Keywords = keywords ?? [] };
}
