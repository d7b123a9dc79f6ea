using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dodas.EndToEnd.Tests;

/// <summary>The main job as a person does it.</summary>
[Collection(nameof(BrowserSession))]
public sealed class BrowserTests(SharedPortal shared, BrowserSession browser)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 };

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recipe_is_composed_watched_until_ready_and_deleted()
    {
        var page = await browser.OpenAsync("/new?recipe=jupyter-htcondor");
        await page.GetByLabel("Name of the cluster").FillAsync("browsed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Review" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create cluster" })).ToBeEnabledAsync(new() { Timeout = 15_000 });
        await AccessibilityTests.CheckAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create cluster" }).ClickAsync();

        await page.WaitForURLAsync(new Regex("/clusters/browsed"));
        await page.EvaluateAsync("window.neverReloaded = true");
        await Expect(page.Locator(".cluster-head .state", new() { HasText = "Ready" })).ToBeVisibleAsync(Soon);
        (await page.EvaluateAsync<bool>("window.neverReloaded === true")).Should().BeTrue("the page followed the cluster by itself");
        await AccessibilityTests.CheckAsync(page);
        var cluster = await shared.Portal.GetAsync("clusters/browsed", Now);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        var sure = dialog.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true });
        await Expect(sure).ToBeDisabledAsync();
        await AccessibilityTests.CheckAsync(page);
        await dialog.GetByLabel("Delete the volumes").CheckAsync();
        await dialog.GetByLabel("Type the name to confirm").FillAsync("browsed");
        await sure.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "This cluster is deleted" })).ToBeVisibleAsync(Soon);
        (await shared.Portal.LeftInAsync(cluster!["namespace"]!.GetValue<string>(), Now)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_shown_in_review_and_blocks_creating()
    {
        var page = await browser.OpenAsync("/new?recipe=jupyter-htcondor");
        await page.GetByLabel("Name of the cluster").FillAsync("Not_A_Name");
        await page.GetByRole(AriaRole.Link, new() { Name = "Review" }).First.ClickAsync();
        await Expect(page.GetByText("at most 24 characters").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Create cluster" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to_and_comes_back_to_the_page()
    {
        var page = await browser.OpenAsync("/catalog?q=jupyter", signedOut: true);
        await page.WaitForURLAsync(new Regex("/login"));
        await BrowserSession.SignInAgainAsync(page);
        await page.WaitForURLAsync(new Regex("/catalog\\?q=jupyter"));
    }
}
