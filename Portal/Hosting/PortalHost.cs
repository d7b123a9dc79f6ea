using Dodas.Portal.Accounts;
using Dodas.Portal.Api;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Dodas.Portal.Hosting;

/// <summary>One process: portal, deployer and, when no kubeconfig is given, the sandbox.</summary>
internal static class PortalHost
{
    /// <summary>Runs until it is told to stop. Gives the exit code; what a person can mend is one line on the error output.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var options = builder.Configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions();
        options.BootstrapToken = builder.Configuration["Accounts:BootstrapToken"];
        options.HelmConcurrency = builder.Configuration.GetValue("Helm:MaxConcurrency", options.HelmConcurrency);
        if (options.Problems() is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            return 1;
        }

        using var stop = new CancellationTokenSource();
        try
        {
            using var data = DataFolder.Open(options.Data);
            await using var sandbox = options.Kubeconfig is null ? await EmbeddedSandbox.StartAsync(data, options, stop.Token) : null;
            PortalServices.Add(builder, options, data, sandbox?.KubeconfigPath ?? options.Kubeconfig!, isSandbox: sandbox is not null);
            await using var app = builder.Build();
            await PortalServices.PrepareAsync(app.Services, options, stop.Token);
            app.UsePortal();
            if (options.BootstrapToken is { Length: > 0 and < PortalOptions.SafeTokenLength })
                await Console.Error.WriteLineAsync($"Accounts:BootstrapToken has fewer than {PortalOptions.SafeTokenLength} characters; it opens the whole API, so use a longer one where others can reach the portal.");
            await app.StartAsync(stop.Token);
            await SayHowToOpenAsync(app, sandbox);
            await app.WaitForShutdownAsync(stop.Token);
            return 0;
        }
        catch (OptionsValidationException invalid)
        {
            foreach (var failure in invalid.Failures)
                await Console.Error.WriteLineAsync(failure);
            return 1;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static void UsePortal(this WebApplication app)
    {
        app.UseResponseCompression();
        app.UseSecurityHeaders(SecurityHeaders.Policy);
        app.UseMiddleware<SameOrigin>();
        // The API answers in problem details whatever goes wrong; a page answers with a page.
        app.UseWhen(IsApi, api => api.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf }).UseStatusCodePages());
        app.UseWhen(
            context => !IsApi(context),
            pages => pages.UseExceptionHandler("/error", createScopeForErrors: true).UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealth();
        app.MapApi();
        app.MapSignOut();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    // A body that is too large or cut off is the caller's mistake.
    private static int StatusOf(Exception exception) => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static async Task SayHowToOpenAsync(WebApplication app, EmbeddedSandbox? sandbox)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var path = await app.Services.GetRequiredService<FirstSignIn>().AddressAsync();
        await Console.Out.WriteLineAsync($"""

              Dodas.Portal is running. Open

                {Listening.AddressToOpen(address)}{path}

            """);
        if (path is not null)
            await Console.Out.WriteLineAsync("  The link signs you in as administrator and asks for a password; it works until then.");
        if (sandbox is not null)
            await Console.Out.WriteLineAsync($"  It deploys to a simulated cluster (sandbox); for kubectl: --kubeconfig {sandbox.KubeconfigPath}");
        await Console.Out.WriteLineAsync("  Ctrl+C stops everything.");
    }
}
