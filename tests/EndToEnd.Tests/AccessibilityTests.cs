using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Dodas.EndToEnd.Tests;

/// <summary>Every page, light and dark, wide and narrow: axe finds nothing serious, and nothing scrolls sideways.</summary>
[Collection(nameof(BrowserSession))]
public sealed class AccessibilityTests(BrowserSession browser)
{
    public static TheoryData<string> Pages => new("/", "/catalog", "/catalog/local/jupyterlab", "/new", "/new?recipe=jupyter-htcondor", "/new?recipe=jupyter-htcondor&step=settings", "/admin/repositories", "/account", "/clusters/no-such-cluster", "/no-such-page");

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_serious_violation_and_fits_a_phone(string path)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await browser.OpenAsync(path, scheme);
            await CheckAsync(page);
            await page.Context.CloseAsync();
        }

        var phone = await browser.OpenAsync(path, ColorScheme.Light, width: 360, height: 780);
        (await phone.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(360);
        await CheckAsync(phone);
        await phone.Context.CloseAsync();
    }

    [Fact]
    public async Task The_sign_in_page_has_no_serious_violation()
    {
        var page = await browser.OpenAsync("/login", signedOut: true);
        await CheckAsync(page);
    }

    internal static async Task CheckAsync(IPage page)
    {
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } });
        result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help} at {string.Join(", ", violation.Nodes.Select(node => node.Html).Take(3))}")
            .Should().BeEmpty(page.Url);
    }
}
