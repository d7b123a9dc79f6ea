using Dodas.Catalog.Planning;

namespace Dodas.Catalog.Tests.Planning;

public sealed class KubernetesQuantityTests
{
    [Theory]
    [InlineData("500m", 0.5)]
    [InlineData("2", 2)]
    [InlineData("1.5", 1.5)]
    [InlineData("2Gi", 2147483648)]
    [InlineData("2G", 2000000000)]
    [InlineData("100k", 100000)]
    [InlineData("1e3", 1000)]
    [InlineData("-1", -1)]
    public void An_amount_is_read(string text, double value)
    {
        KubernetesQuantity.TryParse(text, out var quantity).Should().BeTrue();
        quantity.Value.Should().Be((decimal)value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Gi")]
    [InlineData("2 Gi")]
    [InlineData("2GiB")]
    [InlineData("1e3Gi")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999Ei")]
    [InlineData("0x10")]
    public void What_is_no_amount_is_refused(string? text) => KubernetesQuantity.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("250m", "250m", "0.2")]
    [InlineData("1500m", "1.5", "1.5")]
    [InlineData("1536Mi", "1610612736", "1.5Gi")]
    [InlineData("0", "0", "0")]
    public void An_amount_is_shown(string text, string cpu, string bytes)
    {
        KubernetesQuantity.TryParse(text, out var quantity).Should().BeTrue();
        quantity.ToCpu().Should().Be(cpu);
        quantity.ToBytes().Should().Be(bytes);
    }
}
