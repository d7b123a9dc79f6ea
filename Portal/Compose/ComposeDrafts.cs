using System.Security.Cryptography;
using System.Text.Json;
using Dodas.Catalog;
using Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage;
using Microsoft.JSInterop;

namespace Dodas.Portal.Compose;

/// <summary>Keeps one draft a person in this browser, encrypted with the portal's keys. A draft that cannot be kept or read is no reason to stop anybody.</summary>
public sealed class ComposeDrafts(ProtectedLocalStorage storage, ILogger<ComposeDrafts> log)
{
    /// <summary>The person's draft, or null.</summary>
    public async Task<ComposeDraft?> ReadAsync(Actor actor)
    {
        try
        {
            var kept = await storage.GetAsync<ComposeDraft>(Key(actor));
            return kept.Success ? kept.Value : null;
        }
        catch (Exception error) when (error is CryptographicException or JsonException or JSException or JSDisconnectedException)
        {
            log.LogInformation(error, "A draft cannot be read; it was made with other keys or by another version");
            return null;
        }
    }

    /// <summary>Keeps it.</summary>
    public async Task WriteAsync(Actor actor, ComposeDraft draft)
    {
        try
        {
            await storage.SetAsync(Key(actor), draft);
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException or TaskCanceledException)
        {
            log.LogInformation(error, "A draft cannot be kept in this browser");
        }
    }

    /// <summary>Forgets it.</summary>
    public async Task ForgetAsync(Actor actor)
    {
        try
        {
            await storage.DeleteAsync(Key(actor));
        }
        catch (Exception error) when (error is JSException or JSDisconnectedException)
        {
            log.LogInformation(error, "A draft cannot be forgotten in this browser");
        }
    }

    // The person is in the purpose of the protection too, so another account at the same browser cannot read it.
    private static string Key(Actor actor) => $"draft:{actor.Id}";
}
