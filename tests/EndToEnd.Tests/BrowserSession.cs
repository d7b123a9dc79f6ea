using Microsoft.Playwright;

namespace Dodas.EndToEnd.Tests;

/// <summary>A real Chromium, and the first administrator signed in as a person does it.</summary>
public sealed class BrowserSession(SharedPortal shared) : IAsyncLifetime
{
    private const string Password = "correct horse battery staple";
    private const string Chromium = "/usr/bin/chromium";
    private IPlaywright? playwright;
    private IBrowser? browser;
    private string? signedIn;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            throw new InvalidOperationException($"The browser tests need {Chromium}: install Debian's package 'chromium'.");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Headless = true,
            ChromiumSandbox = false,
            Args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(shared.Portal.Opened.ToString());
        await AccessibilityTests.CheckAsync(page);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat the password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(shared.Portal.Address, "/").ToString());
        signedIn = await context.StorageStateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    internal async Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900, bool signedOut = false)
    {
        var context = await browser!.NewContextAsync(new()
        {
            BaseURL = shared.Portal.Address.ToString(),
            StorageState = signedOut ? null : signedIn,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = height },
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        if (!signedOut)
            await page.Locator("main[data-interactive=true]").WaitForAsync();
        return page;
    }

    internal static async Task SignInAgainAsync(IPage page)
    {
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}

/// <summary>One browser for all browser tests.</summary>
[CollectionDefinition(nameof(BrowserSession))]
public sealed class BrowserTestCollection : ICollectionFixture<BrowserSession>;
