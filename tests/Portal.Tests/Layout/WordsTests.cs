using Dodas.Portal.Layout;

namespace Dodas.Portal.Tests.Layout;

public sealed class WordsTests
{
    [Theory]
    [InlineData(3, "just now")]
    [InlineData(40, "less than a minute ago")]
    [InlineData(60, "1 minute ago")]
    [InlineData(7200, "2 hours ago")]
    [InlineData(259_200, "3 days ago")]
    public void How_long_ago_is_told_in_the_largest_unit(int seconds, string words) => Durations.Ago(TimeSpan.FromSeconds(seconds)).Should().Be(words);

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(12, "12 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7260, "2 h 01 min")]
    public void A_length_of_time_is_exact_to_the_second_below_an_hour(int seconds, string words) => Durations.Length(TimeSpan.FromSeconds(seconds)).Should().Be(words);

    [Theory]
    [InlineData("My Cluster!", "my-cluster")]
    [InlineData("--9lives", "lives")]
    [InlineData("ünïcode", "n-code")]
    [InlineData("???", "cluster")]
    [InlineData("a-very-long-name-that-does-not-fit", "a-very-long-name-that-do")]
    public void The_nearest_label_is_a_label(string text, string label)
    {
        Labels.Nearest(text, 24, "cluster").Should().Be(label);
        Labels.IsLabel(label, 24).Should().BeTrue();
    }

    [Fact]
    public void An_interface_type_is_read_without_its_version() => Interfaces.Title("htcondor-pool/v1").Should().Be("htcondor pool");
}
